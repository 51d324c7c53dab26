//! Bytes to text, whichever encoding the office's programs wrote: Excel's csv is GBK, Notepad's is whatever it was set to.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// A text, and what it was written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without the mark that some programs put before it.
    pub text: String,
    /// The encoding's name, as people say it: `GB18030`.
    pub encoding: &'static str,
    /// The first line that holds bytes which mean nothing in that encoding, from 1.
    pub damaged: Option<usize>,
}

/// Bytes that are no text: a picture, a program, another kind of file under a wrong name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotText;

/// How much of a text may be unreadable before it is none.
const UNREADABLE_SHARE: usize = 20;

/// How many bytes the guessing of an encoding needs at most.
const SAMPLE: usize = 256 * 1024;

/// Reads bytes as text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return read(encoding, bytes.get(mark..).unwrap_or_default());
    }
    if let Some(encoding) = wide(bytes) {
        return read(encoding, bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return sound(Decoded { text: text.to_owned(), encoding: UTF_8.name(), damaged: None });
    }
    if is_almost_utf8(bytes) {
        return read(UTF_8, bytes);
    }
    read(guess(bytes), bytes)
}

fn read(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, NotText> {
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    let damaged =
        has_errors.then(|| text.split('\u{fffd}').next().map_or(1, |head| 1 + head.matches('\n').count()));
    let name = if encoding == GB18030 { "GBK" } else { encoding.name() };
    sound(Decoded { text: text.into_owned(), encoding: name, damaged })
}

/// Refuses what has more in it than letters: one in twenty characters unreadable, or the zeros of a program's own files.
fn sound(decoded: Decoded) -> Result<Decoded, NotText> {
    let is_odd = |letter: &char| {
        *letter == '\u{fffd}'
            || letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1a}')
    };
    let (mut odd, mut all) = (0_usize, 0_usize);
    for letter in decoded.text.chars() {
        all += 1;
        odd += usize::from(is_odd(&letter));
        if letter == '\0' {
            return Err(NotText);
        }
    }
    if odd * UNREADABLE_SHARE > all { Err(NotText) } else { Ok(decoded) }
}

/// UTF-16 without a mark before it: there is a zero somewhere, as no other text has, and what it says is Chinese or plain.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if !bytes.len().is_multiple_of(2) || !sample.contains(&0) {
        return None;
    }
    let is_plain = |letter: &char| {
        matches!(letter, '\t' | '\r' | '\n' | ' '..='~' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}')
            || matches!(letter, '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
    };
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        let odd = text.chars().filter(|letter| !is_plain(letter)).count();
        odd * UNREADABLE_SHARE <= text.chars().count()
    })
}

/// UTF-8 with a stray byte in it, such as a file that was cut off leaves: a letter of three bytes is hardly ever an accident.
fn is_almost_utf8(bytes: &[u8]) -> bool {
    let (mut bad, mut good) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|letter| letter.len_utf8() > 2).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * UNREADABLE_SHARE
}

/// GBK, unless the bytes make more sense as Big5. Nothing else is written in a Chinese office, and guessing among all the
/// encodings of the world is wrong far more often on a short table than it is right. GB18030 holds all of GBK.
///
/// chardetng, told that a text is from China, finds Big5 nowhere. Told nothing, it is as right on whole files, and took 19 of 1,469
/// single lines in GBK for Big5, most of those seen with a calendar of `━`. It bears a stray byte in GBK better, and in Big5 worse.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let is_odd = |letter: &char| matches!(letter, '\u{fffd}' | '\u{e000}'..='\u{f8ff}');
    let odd = |encoding: &'static Encoding| {
        encoding.decode_without_bom_handling(sample).0.chars().filter(is_odd).count()
    };
    if odd(BIG5) < odd(GB18030) { BIG5 } else { GB18030 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str =
        "一、总体要求\r\n（一）每月组织集中学习不少于2次，6月底前完成。（责任单位：综合科、机关纪委）\r\n";

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn whatever_an_office_saved_is_read() {
        #[track_caller]
        fn case(bytes: &[u8], encoding: &'static str, text: &str) {
            assert_eq!(decode(bytes), Ok(Decoded { text: text.to_owned(), encoding, damaged: None }));
        }
        case(b"", "UTF-8", "");
        case(b"title,due\n", "UTF-8", "title,due\n");
        case(PLAN.as_bytes(), "UTF-8", PLAN);
        case(format!("\u{feff}{PLAN}").as_bytes(), "UTF-8", PLAN);
        for short in [PLAN, "序号,任务名称,完成时限\n", "任务,㐀\n", "标题\n", "责任人：王𬀩𬀪\n"]
        {
            case(&GB18030.encode(short).0, "GBK", short);
        }
        for (encoding, to_bytes) in
            [("UTF-16LE", u16::to_le_bytes as fn(u16) -> [u8; 2]), ("UTF-16BE", u16::to_be_bytes)]
        {
            case(&utf16(&format!("\u{feff}{PLAN}"), to_bytes), encoding, PLAN);
            case(&utf16(PLAN, to_bytes), encoding, PLAN);
            case(&utf16("title,due\n", to_bytes), encoding, "title,due\n");
        }
        let traditional = "一、總體要求：每月組織集中學習不少於兩次，六月底前完成。責任單位：綜合科、機關紀委，並請於年底前辦結。";
        case(&BIG5.encode(traditional).0, "Big5", traditional);
    }

    #[test]
    fn a_text_with_a_stray_byte_is_read_and_the_line_is_told() {
        #[track_caller]
        fn case(bytes: &[u8], encoding: &str, line: usize) {
            let decoded = decode(bytes).unwrap();
            assert_eq!((decoded.encoding, decoded.damaged), (encoding, Some(line)));
            assert!(decoded.text.starts_with("一、总体要求"));
        }
        let mut cut = PLAN.as_bytes().to_vec();
        cut.truncate(cut.len() - 3);
        case(&cut, "UTF-8", 2);
        let mut stray = GB18030.encode(PLAN).0.into_owned();
        stray.insert(14, 0xff);
        case(&stray, "GBK", 2);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        #[track_caller]
        fn case(bytes: &[u8]) {
            assert_eq!(decode(bytes), Err(NotText));
        }
        case(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
        case(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0");
        case(&(0..=255).cycle().take(4096).collect::<Vec<u8>>());
        case(b"abc\0def");
    }
}
