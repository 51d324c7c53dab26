//! One row of the calendar.

use std::fmt::Write;

use super::{Chart, class, percent, shape};
use crate::printout::page::{Mark, Role, Row, Tone, Value};
use crate::render::markup::escape;

/// How much of the calendar a bar must have for its name to stand in it, and for its deadline too.
const TITLE_ROOM: (f64, f64) = (0.04, 0.16);

/// A bar that is thinner than this share of the calendar would not be seen.
const THINNEST: f64 = 0.004;

impl Chart {
    /// Writes the strip of a row: its bar and marks, around a middle line at y = 0 and as wide as what it stands in.
    /// `tip` is what the bar says of itself when it is pointed at.
    pub(in crate::render) fn write_strip(&self, out: &mut String, row: &Row, tip: &str) {
        let bar = self.bar(row);
        if let Some(bar) = &bar {
            let (y, height) = if row.role == Role::Scale { (-8, 16) } else { (-5, 10) };
            let parts = [(bar.from, bar.to.min(bar.past), ""), (bar.from.max(bar.past), bar.to, " soon")];
            for (from, to, soon) in parts.into_iter().filter(|(from, to, _)| to > from) {
                let (x, width, class) = (percent(from), percent((to - from).max(THINNEST)), class(bar.tone));
                let _ = write!(
                    out,
                    "<rect class=\"bar {class}{soon}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\">"
                );
                if !tip.is_empty() {
                    out.push_str("<title>");
                    escape(out, tip);
                    out.push_str("</title>");
                }
                out.push_str("</rect>");
            }
        }
        let mut marks = self.marks(row);
        let place = |wanted: Mark| marks.iter().find(|(_, mark)| *mark == wanted).map(|(share, _)| *share);
        let new = place(Mark::Deadline).or_else(|| place(Mark::BlackFlag));
        if let (Some(old), Some(new)) = (place(Mark::OriginalDeadline), new) {
            let (old, new) = (percent(old), percent(new));
            let _ = write!(out, "<line class=\"ext\" x1=\"{old}\" x2=\"{new}\"/>");
        }
        // Where two marks meet, the one that matters more lies on top.
        marks.sort_by_key(|(_, mark)| *mark);
        for (share, mark) in &marks {
            let (id, x) = (shape(*mark), percent(*share));
            // A task that is finished on its deadline shows both.
            let y = match mark {
                Mark::Finished => " y=\"-3\"",
                Mark::Deadline | Mark::OriginalDeadline => " y=\"2\"",
                _ => "",
            };
            let _ = write!(out, "<use href=\"#{id}\" x=\"{x}\"{y}/>");
        }
        if let Some(bar) = bar.filter(|_| row.role == Role::Scale) {
            write_name(out, row, &bar);
        }
    }

    fn bar(&self, row: &Row) -> Option<Bar> {
        let mut whole: Option<Bar> = None;
        let mut past = 0.0;
        for (at, slot, tone) in self.calendar.slots(row) {
            past += self.part(slot.past);
            let Some((from, to)) = slot.bar else { continue };
            let (from, to) = (self.share(at, from), self.share(at, to));
            let bar = whole.get_or_insert(Bar { from, to, past: 0.0, tone: tone.unwrap_or(Tone::Grey) });
            bar.to = to;
        }
        whole.map(|bar| Bar { past, ..bar })
    }
}

/// The planned days of a row, as shares of the calendar.
struct Bar {
    from: f64,
    to: f64,
    past: f64,
    tone: Tone,
}

/// The name of a phase in its bar, with its deadline where there is room.
fn write_name(out: &mut String, row: &Row, bar: &Bar) {
    let room = bar.to - bar.from;
    if room < TITLE_ROOM.0 {
        return;
    }
    let texts = row.cells.iter().filter(|cell| matches!(cell.value, Value::Text(_) | Value::Date(_)));
    let texts: Vec<String> = texts.map(|cell| cell.value.plain()).collect();
    let count = if room < TITLE_ROOM.1 { 1 } else { 2 };
    let name = texts.iter().take(count).map(String::as_str).collect::<Vec<_>>().join(" ");
    let (anchor, x) = if bar.to > 0.97 && room < 0.2 {
        ("end", 0.995)
    } else {
        ("middle", f64::midpoint(bar.from, bar.to))
    };
    let x = percent(x);
    let _ = write!(out, "<text class=\"name\" x=\"{x}\" y=\"4\" text-anchor=\"{anchor}\">");
    escape(out, &name);
    out.push_str("</text>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printout::page::{Cell, Column, Slot};

    #[test]
    fn a_strip_shows_the_bar_the_marks_and_an_extension() {
        let columns = vec![Column::slot("1月", None), Column::slot("2月", None)];
        let cell = |slot: Slot| Cell::new(slot).toned(Tone::Yellow);
        let row = Row::item(vec![
            cell(Slot {
                bar: Some((0.5, 1.0)),
                marks: vec![(0.75, Mark::OriginalDeadline)],
                today: Some(0.8),
                past: 0.8,
            }),
            cell(Slot {
                bar: Some((0.0, 0.5)),
                marks: vec![(0.5, Mark::Deadline), (0.5, Mark::Finished)],
                ..Slot::default()
            }),
        ]);
        let chart = Chart::of(&columns, [&row].into_iter()).unwrap();
        let mut out = String::new();
        chart.write_strip(&mut out, &row, "1 <报告>");
        chart.write_grid(&mut out, "G0");
        insta::assert_snapshot!(out.replace("><", ">\n<"), @r##"
        <rect class="bar y" x="25%" y="-5" width="15%" height="10">
        <title>1 &lt;报告&gt;</title>
        </rect>
        <rect class="bar y soon" x="40%" y="-5" width="35%" height="10">
        <title>1 &lt;报告&gt;</title>
        </rect>
        <line class="ext" x1="37.5%" x2="75%"/>
        <use href="#O" x="37.5%" y="2"/>
        <use href="#D" x="75%" y="2"/>
        <use href="#F" x="75%" y="-3"/>
        <g id="G0">
        <line class="month" x1="50%" x2="50%" y2="100%"/>
        <line class="today" x1="40%" x2="40%" y2="100%"/>
        </g>
        "##);
    }
}
