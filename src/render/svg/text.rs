//! Text in a picture, which has no lines of its own: how wide it is, and where it is broken.

use std::iter;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::printout::page::{Line, Tone};
use crate::render::wrap::breaks;

/// The size of the picture's body text in millimetres; a half-width character is half as wide.
pub(super) const BODY: f64 = 3.3;

/// The width of a text of this size.
#[expect(clippy::cast_precision_loss, reason = "a line of text")]
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.width() as f64 * size / 2.0
}

/// How many half-width characters of this size have room.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred characters")]
pub(super) fn room(width: f64, size: f64) -> usize {
    (width * 2.0 / size).max(2.0) as usize
}

/// The text in lines of `room` half-width characters, at most `most` of them; what does not go in is cut with `…`.
pub(super) fn wrapped(text: &str, room: usize, most: usize) -> Vec<String> {
    let text: String =
        text.chars().map(|c| if c == '\n' { ' ' } else { c }).filter(|c| !c.is_control()).collect();
    let text = text.trim();
    // Quotation marks and signs are as wide as Chinese characters where a Chinese font draws them.
    let room = room.saturating_sub((text.width_cjk() - text.width()).min(4)).max(2);
    let cuts = breaks(text, room, 0);
    let starts = iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([text.len()]);
    let mut lines: Vec<String> = Vec::new();
    for (start, end) in starts.zip(ends) {
        if lines.len() == most {
            let last = lines.pop().unwrap_or_default();
            lines.push(cut(&format!("{last}{}", &text[start..end]), room));
            break;
        }
        lines.push(text[start..end].trim_end().to_owned());
    }
    // A long word without a place to break it.
    lines
        .into_iter()
        .map(|line| if line.width() > room && most < usize::MAX { cut(&line, room) } else { line })
        .collect()
}

/// As much of the text as has room before a `…`.
fn cut(text: &str, room: usize) -> String {
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= room
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    cut
}

/// A line of text in lines of `room` half-width characters, with its tones.
pub(super) fn wrapped_line(line: &Line, room: usize) -> Vec<Vec<(String, Option<Tone>)>> {
    let mut cuts = breaks(&line.plain(), room, 0).into_iter().peekable();
    let mut lines = vec![Vec::new()];
    let mut at = 0;
    for (text, tone) in &line.0 {
        let mut rest = text.as_str();
        let end = at + text.len();
        while let Some(cut) = cuts.next_if(|cut| *cut <= end) {
            let (before, after) = rest.split_at(cut - at);
            lines.last_mut().into_iter().for_each(|line| line.push((before.to_owned(), *tone)));
            lines.push(Vec::new());
            (rest, at) = (after, cut);
        }
        lines.last_mut().into_iter().for_each(|line| line.push((rest.to_owned(), *tone)));
        at = end;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_wrapped_before_it_is_cut() {
        #[track_caller]
        fn case(text: &str, room: usize, expected: &[&str]) {
            assert_eq!(wrapped(text, room, 2), expected);
        }
        case("", 8, &[""]);
        case("报告办结", 8, &["报告办结"]);
        case("报告办结", 4, &["报告", "办结"]);
        case("报告办结以后存档", 6, &["报告办", "结以…"]);
        case("一二\n三\u{7}", 8, &["一二 三"]);
        case("https://example.com/", 8, &["https:/…"]);
    }

    #[test]
    fn a_wrapped_line_keeps_its_tones() {
        let line = Line::from("共二项").and("逾期一项", Some(Tone::Red));
        let lines = wrapped_line(&line, 10);
        let red = |text: &str| (text.to_owned(), Some(Tone::Red));
        assert_eq!(lines, [vec![("共二项".to_owned(), None), red("逾期")], vec![red("一项")]]);
    }
}
