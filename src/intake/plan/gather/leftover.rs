//! What yielded nothing (没有用上的行), so that nothing is dropped unseen.

use super::super::lines::Part;
use super::super::outline::Matter;
use super::{Gather, key};
use crate::core::draft::Unused;

impl Gather<'_> {
    /// Whatever yielded nothing.
    pub(super) fn settle(&mut self) {
        let mut unused = std::mem::take(&mut self.idle_rows);
        for (at, part) in self.parts.iter().enumerate() {
            let Part::Table(rows) = part else { continue };
            if !self.tables.contains(&at) {
                unused.extend(rows.iter().map(|row| Unused { line: row.line, text: row.words() }));
            }
        }
        for node in &self.outline.nodes {
            let rest = node.rest.iter().filter_map(|matter| match matter {
                Matter::Words(piece) => Some(piece),
                Matter::Table(_) => None,
            });
            for piece in node.own.iter().chain(rest) {
                if !self.used.contains(&key(piece)) {
                    let words = self.raw(piece).trim();
                    // A number with nothing behind it is shown with its line.
                    let words = if words.is_empty() { self.whole(piece) } else { words };
                    unused.push(Unused { line: self.line(piece), text: words.to_owned() });
                }
            }
        }
        for at in &self.outline.noise {
            if let Some(Part::Words(line)) = self.parts.get(*at) {
                unused.push(Unused {
                    line: line.number,
                    text: line.text.raw(0..line.text.plain().len()).trim().to_owned(),
                });
            }
        }
        unused.retain(|unused| !unused.text.is_empty());
        unused.sort_by_key(|unused| unused.line);
        unused.dedup();
        self.draft.unused = unused;
    }
}
