//! Who leads and helps according to the sentence itself: 由甲局牵头，乙局配合.

use super::super::normal::Text;
use super::super::prose;
use super::super::roles::Role;
use super::{Gathered, Who, names};
use crate::core::office::is_office;

/// Who leads according to the sentence itself: 由甲局牵头，乙局配合; nobody where brackets say so better.
pub(in super::super) fn in_sentence(text: &Text) -> Who {
    let plain = text.plain();
    let mut gathered = Gathered::default();
    let mut led = false;
    for clause in prose::clauses(plain) {
        let clause = prose::trim(plain, clause, &['。', ',', ';', ':']);
        let words = plain.get(clause.clone()).unwrap_or_default();
        if let Some(at) = words.find("牵头").filter(|at| *at > 0) {
            let before = words.get(..at).unwrap_or_default();
            let from = before.rfind('由').map_or(0, |at| at + '由'.len_utf8());
            let name = before.get(from..).unwrap_or_default();
            if is_office(name) && prose::letters(name) <= 20 {
                gathered.add(Role::Lead, names(text, clause.start + from..clause.start + at));
                led = true;
            }
        } else if let Some(at) = words
            .find("负责")
            .filter(|at| !led && !words.get(*at..).is_some_and(|rest| rest.starts_with("负责人")))
        {
            let before = words.get(..at).unwrap_or_default();
            if let Some(from) = before.rfind('由').map(|at| at + '由'.len_utf8()) {
                let name = before.get(from..).unwrap_or_default();
                if is_office(name) && prose::letters(name) <= 20 {
                    gathered.add(Role::Answering, names(text, clause.start + from..clause.start + at));
                }
            }
        } else if led {
            let help = ["配合", "参与", "协助"].iter().find(|word| words.ends_with(**word));
            if let Some(word) = help {
                let names = names(text, clause.start..clause.end - word.len());
                if names.iter().any(|named| is_office(&named.name)) {
                    gathered.add(Role::Support, names);
                }
            }
        }
    }
    gathered.settle()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_may_say_who_leads() {
        #[track_caller]
        fn case(text: &str, lead: Option<&str>, support: &[&str]) {
            let who = in_sentence(&Text::new(text));
            assert_eq!(
                (who.lead.as_deref(), who.support.iter().map(String::as_str).collect::<Vec<_>>()),
                (lead, support.to_vec())
            );
        }
        case("由县交通局牵头，组织修桥。", Some("县交通局"), &[]);
        case("县交通局牵头，县水利局配合，修好桥。", Some("县交通局"), &["县水利局"]);
        case("有关工作由办公室负责。", Some("办公室"), &[]);
        case("落实牵头单位责任。", None, &[]);
        case("由专人负责。", None, &[]);
    }
}
