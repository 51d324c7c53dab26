//! The legend: what the notes say of a sign is said of what the chart draws in its place.

use std::collections::BTreeMap;

use super::{class, shape};
use crate::printout::page::{Mark, Role, Row, Tone, Value};

/// What the chart draws in the place of signs.
#[derive(Debug, Default)]
pub(in crate::render) struct Legend {
    /// The words that rows say in colour, up to the first space, with their tones: `■红`.
    lights: BTreeMap<String, Tone>,
}

/// A part of a note.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::render) enum Part<'a> {
    /// A text as it is.
    Text(&'a str),
    /// A drawing around the point 0, 0, at most 16 wide.
    Drawing(String),
}

impl Legend {
    /// The legend of a chart with these rows.
    pub(in crate::render) fn of<'a>(rows: impl Iterator<Item = &'a Row>) -> Self {
        let mut lights = BTreeMap::new();
        for cell in rows.filter(|row| row.role == Role::Item).flat_map(|row| &row.cells) {
            let (Value::Text(text), Some(tone)) = (&cell.value, cell.tone) else { continue };
            let Some((word, _)) = text.split_once(' ') else { continue };
            if !lights.contains_key(word) {
                lights.insert(word.to_owned(), tone);
            }
        }
        Self { lights }
    }

    /// A note with its signs drawn. A sign is explained where it stands before a space.
    pub(in crate::render) fn parts<'a>(&self, note: &'a str) -> Vec<Part<'a>> {
        let mut parts = Vec::new();
        let (mut done, mut word) = (0, 0);
        for (at, c) in note.char_indices() {
            if c == ' ' {
                let said = &note[word..at];
                if let Some(tone) = self.lights.get(said) {
                    parts.push(Part::Text(&note[done..word]));
                    parts.push(Part::Drawing(bar(*tone, "")));
                    done = word;
                } else if let Some(drawing) = drawing(said) {
                    parts.push(Part::Text(&note[done..word]));
                    parts.push(Part::Drawing(drawing));
                    done = at;
                }
            }
            if c.is_whitespace() || c == '：' {
                word = at + c.len_utf8();
            }
        }
        parts.push(Part::Text(&note[done..]));
        parts.retain(|part| *part != Part::Text(""));
        parts
    }
}

fn drawing(sign: &str) -> Option<String> {
    const MARKS: [Mark; 9] = [
        Mark::OriginalDeadline,
        Mark::Owed,
        Mark::Met,
        Mark::MetLate,
        Mark::Missed,
        Mark::Deadline,
        Mark::Finished,
        Mark::BlackFlag,
        Mark::RedFlag,
    ];
    match sign {
        "━" => Some(bar(Tone::Green, "")),
        "─" => Some(bar(Tone::Green, " soon")),
        "│" => Some("<line class=\"today\" y1=\"-8\" y2=\"8\"/>".to_owned()),
        _ => {
            let mark = MARKS.into_iter().find(|mark| sign.chars().eq([mark.sign()]))?;
            Some(format!("<use href=\"#{}\"/>", shape(mark)))
        }
    }
}

fn bar(tone: Tone, soon: &str) -> String {
    format!("<rect class=\"bar {}{soon}\" x=\"-8\" y=\"-5\" width=\"16\" height=\"10\"/>", class(tone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printout::page::Cell;

    #[test]
    fn notes_show_what_the_chart_draws() {
        let row = Row::item(vec![Cell::new("▲黄 临期").toned(Tone::Yellow), Cell::new("▲ 不是灯")]);
        let legend = Legend::of([row].iter());
        let parts = legend.parts("图例：▲ 时限　▲黄 临期 ★没有");
        let text = Part::Text;
        let drawn = |drawing: &str| Part::Drawing(drawing.to_owned());
        let expected = [
            text("图例："),
            drawn("<use href=\"#D\"/>"),
            text(" 时限　"),
            drawn(&bar(Tone::Yellow, "")),
            text("▲黄 临期 ★没有"),
        ];
        assert_eq!(parts, expected);
    }
}
