//! The page without the characters that would do something to whatever shows it.

use super::{Line, Masthead, Page, Section, Table, Value};
use crate::core::text::printable;

impl Page {
    /// The same page with every text of it as [`printable`] has it, wherever it came from: a task, a key of the office's own, a
    /// setting.
    #[must_use]
    pub fn printable(mut self) -> Self {
        clean(&mut self.title);
        let whole = self.subtitle.iter_mut().chain(&mut self.incomplete);
        whole.chain(&mut self.notes).chain(&mut self.foot).for_each(clean);
        self.masthead.iter_mut().for_each(masthead);
        self.sections.iter_mut().for_each(section);
        self
    }
}

fn masthead(head: &mut Masthead) {
    let Masthead { name, issue, editor, date, sent_to } = head;
    [name, editor, date].into_iter().chain(issue).chain(sent_to).for_each(clean);
}

fn section(section: &mut Section) {
    let Section { heading, level: _, opens: _, lines, table: drawn, total, signed } = section;
    heading.iter_mut().chain(lines).chain(total).for_each(line);
    signed.iter_mut().for_each(clean);
    drawn.iter_mut().for_each(table);
}

fn table(table: &mut Table) {
    let Table { columns, rows, group, form: _ } = table;
    if let Some((_, name)) = group {
        clean(name);
    }
    for column in columns {
        [&mut column.title].into_iter().chain(&mut column.above).chain(&mut column.choices).for_each(clean);
    }
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        if let Value::Text(text) = &mut cell.value {
            clean(text);
        }
        cell.brief.iter_mut().for_each(clean);
    }
}

fn line(line: &mut Line) {
    line.0.iter_mut().for_each(|(text, _)| clean(text));
}

fn clean(text: &mut String) {
    *text = printable(text);
}
