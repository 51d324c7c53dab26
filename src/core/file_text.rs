//! The text of a ledger's file: the one way from bytes to what TOML is read from, in the folder and in the history alike.

use super::limits;

/// What some editors put before a text.
const MARK: &str = "\u{feff}";

/// Why a file's bytes are no text of the ledger's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoText {
    /// It is longer than anything that an office writes.
    TooLong,
    /// It stops being UTF-8 behind so many bytes.
    NotUtf8(usize),
}

/// The text without the mark that some editors put before it.
pub fn file_text(bytes: &[u8]) -> Result<&str, NoText> {
    if bytes.len() > limits::TEXT {
        return Err(NoText::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| NoText::NotUtf8(error.valid_up_to()))?;
    Ok(text.strip_prefix(MARK).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_utf_8_and_of_an_office_s_length() {
        assert_eq!(file_text("\u{feff}甲".as_bytes()), Ok("甲"));
        assert_eq!(file_text(b"a\xff"), Err(NoText::NotUtf8(1)));
        assert_eq!(file_text(&vec![b'#'; limits::TEXT]).map(str::len), Ok(limits::TEXT));
        assert_eq!(file_text(&vec![b'#'; limits::TEXT + 1]), Err(NoText::TooLong));
    }
}
