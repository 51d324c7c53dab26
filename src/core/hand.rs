//! 经手人: whose hand made a commit, and whether two names are one person's.

use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;
use unicode_width::UnicodeWidthChar;

/// A person as git names one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hand {
    /// The name.
    pub name: String,
    /// The mail address.
    pub mail: String,
}

impl Hand {
    /// Whether both go by one name. An address says nothing: an office may have one for all.
    pub fn is(&self, other: &Self) -> bool {
        self.is_called(&other.name)
    }

    /// Whether it is who is called that.
    pub fn is_called(&self, name: &str) -> bool {
        is_same_person(&self.name, name)
    }
}

/// Whether two names are one on paper: signs that nobody sees and signs that look alike make no other person of anybody. Nobody
/// is the same as somebody without a name.
pub fn is_same_person(one: &str, other: &str) -> bool {
    let one = shown(one);
    !one.is_empty() && one == shown(other)
}

/// A name as a reader sees it: compatible signs made one (NFKC), the unseen ones gone, those that look alike the same (the
/// skeleton of Unicode's Technical Standard 39).
fn shown(name: &str) -> String {
    let is_seen = |sign: &char| !sign.is_whitespace() && sign.width().is_some_and(|width| width > 0);
    let seen: String = name.nfkc().filter(is_seen).flat_map(char::to_lowercase).collect();
    skeleton(&seen).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_who_a_reader_takes_them_for() {
        #[track_caller]
        fn case(one: &str, other: &str, expected: bool) {
            assert_eq!(is_same_person(one, other), expected, "{one:?} {other:?}");
        }
        case("王敏", "王敏", true);
        case("王敏", " 王敏 ", true);
        case("王敏", "王\u{200b}敏", true);
        case("王敏", "王\u{2060}敏\u{fe00}", true);
        case("王 敏", "王敏", true);
        case("Ｗａｎｇ Ｍｉｎ", "wang min", true);
        // Cyrillic а for Latin a.
        case("Wang", "W\u{430}ng", true);
        case("王敏", "王梅", false);
        case("", "", false);
        case("\u{200b}", "\u{200b}", false);
    }

    #[test]
    fn a_hand_is_known_by_its_name() {
        let hand = |name: &str, mail: &str| Hand { name: name.to_owned(), mail: mail.to_owned() };
        let one = hand("李强", "office@example.com");
        assert!(
            one.is(&hand("李强 ", "liqiang@example.com")) && !one.is(&hand("王敏", "office@example.com"))
        );
        assert!(one.is_called("李 强") && !one.is_called("王敏"));
    }
}
