//! Where in a file a key stands, and which keys this version does not know.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Store;
use super::text::place;
use crate::core::import_proposal::is_own_key;
use crate::core::limits;
use crate::core::nearest::{did_you_mean, nearest};
use crate::core::problem::Problem;
use crate::core::task::KEYS;

impl Store {
    /// The lines of these places in `file`: of a key, or of one entry of the log under it; none where the file does not say it.
    pub fn lines_of(&self, file: &str, places: &[(&str, Option<usize>)]) -> Vec<Option<usize>> {
        let text = self.text_of(file).unwrap_or_default();
        let table = DeTable::parse(&text).ok();
        let line = |(key, entry): &(&str, Option<usize>)| {
            let (written, value) = table.as_ref()?.get_ref().get_key_value(*key)?;
            let start = match (entry, value.get_ref()) {
                (Some(at), DeValue::Array(entries)) => entries.get(*at)?.span().start,
                _ => written.span().start,
            };
            Some(place(&text, start).0)
        };
        places.iter().map(line).collect()
    }

    /// The keys of a task's file that this version does not know, with what they hold, as written.
    pub fn unknown_keys(&self, file: &str) -> Vec<(String, String)> {
        let Ok(text) = self.text_of(file) else { return Vec::new() };
        let Ok(table) = DeTable::parse(&text) else { return Vec::new() };
        let mut leaves = Vec::new();
        for (key, value) in unknown(table.get_ref()).take(limits::UNKNOWN_KEYS) {
            collect_leaves(key.get_ref(), value, &text, &mut leaves);
        }
        leaves
    }

    /// Unknown keys that look like a slip of the pen. Others are the person's own business.
    pub fn misspelt_keys(&self, file: &str) -> Vec<Problem> {
        let Ok(text) = self.text_of(file) else { return Vec::new() };
        let Ok(table) = DeTable::parse(&text) else { return Vec::new() };
        unknown(table.get_ref())
            .take(limits::UNKNOWN_KEYS)
            .filter_map(|(key, _)| {
                let near = nearest(key.get_ref(), KEYS.iter().map(|key| key.name))?;
                let line = Some(place(&text, key.span().start).0);
                let key = key.get_ref();
                let message = format!("不认得“{key}”这一栏，没有读取{}", did_you_mean(near));
                Some(Problem { line, ..Problem::warning(file, "unknown-key", message) })
            })
            .collect()
    }
}

type Pair<'a, 'b> = (&'a Spanned<std::borrow::Cow<'b, str>>, &'a Spanned<DeValue<'b>>);

fn unknown<'a, 'b>(table: &'a DeTable<'b>) -> impl Iterator<Item = Pair<'a, 'b>> {
    table.iter().filter(|(key, _)| is_own_key(key.get_ref()))
}

/// What a key holds, table by table down to the values: only those have a place of their own in the text.
fn collect_leaves(key: &str, value: &Spanned<DeValue<'_>>, text: &str, leaves: &mut Vec<(String, String)>) {
    match value.get_ref() {
        DeValue::Table(table) => {
            for (inner, value) in table {
                collect_leaves(&format!("{key}.{}", inner.get_ref()), value, text, leaves);
            }
        }
        _ => leaves.push((key.to_owned(), text[value.span()].trim().to_owned())),
    }
}
