//! Tasks out of a plan's table (任务分解表): a row is a task, or several where its cell names several times.

mod pieces;
mod timed;

use super::columns::{self, Column};
use super::date_scan;
use super::deadline_phrase::{self, Place};
use super::lines::{Cell, Rows};
use super::normal::Text;
use super::prose;
use super::table_recovery::{Look, look};
use super::task::{Ground, Kind, Reader};
use super::who::{self, Who};
use crate::core::draft::DraftTask;
use crate::core::field::Field;
use crate::core::frequency;
use crate::core::task::{self, Repeat};
use pieces::{Piece, joined, lines, one_line, pieces, spelled};
use timed::timed;

/// The tasks of a table, with the rows that yielded none.
pub(super) fn read(rows: &Rows, ground: &Ground, reader: &mut Reader<'_>) -> (Vec<DraftTask>, Vec<usize>) {
    let mut tasks = Vec::new();
    let mut idle = Vec::new();
    let has_header = rows.iter().any(|row| columns::read(&row.cells).is_some());
    let mut header: Option<Vec<Column>> = if has_header { None } else { columns::guess(rows) };
    let mut chapter: Option<&str> = None;
    for (at, row) in rows.iter().enumerate() {
        if let Some(found) = columns::read(&row.cells) {
            header = Some(found);
            idle.push(at);
            continue;
        }
        let known = header.as_ref().filter(|header| header.len() > 1);
        if let Some(name) = known.and_then(|_| chapter_of(&row.cells)) {
            chapter = Some(name);
            idle.push(at);
            continue;
        }
        let read = known.map(|header| Row::of(header, &row.cells)).filter(|row| !row.words().is_empty());
        let Some(mut read) = read else {
            idle.push(at);
            continue;
        };
        if let Some(name) = chapter.filter(|_| read.field(Field::Domain).is_none()) {
            read.fields.push((Field::Domain, name));
        }
        let ground = Ground { line: row.line, ..ground.clone() };
        let made = read.tasks(&ground, reader);
        if made.is_empty() {
            idle.push(at);
        }
        tasks.extend(made);
    }
    (tasks, idle)
}

/// The name of a row that heads those below it: it says the same in every column, or stands alone behind 一、.
fn chapter_of(cells: &[Cell]) -> Option<&str> {
    let first = cells.iter().find(|cell| !cell.text.trim().is_empty())?;
    let words = first.text.trim();
    let is_alone =
        cells.len() > 1 && cells.iter().all(|cell| cell.text.trim().is_empty() || cell.text.trim() == words);
    let text = Text::new(words);
    let plain = text.plain();
    let mark = super::numbering::read(plain).filter(|mark| mark.style <= super::numbering::Style::Bracketed);
    let filled = cells.iter().filter(|cell| !cell.text.trim().is_empty()).count();
    let is_name = prose::letters(plain) <= 40 && !plain.contains(['。', ';', '\n']);
    let heads =
        is_alone && is_name && (filled == cells.len() || mark.is_some()) && look(words) == Look::Words;
    let marked = mark.map_or(0, |mark| prose::letters(prose::part(plain, 0..mark.len)));
    let from = words.char_indices().nth(marked).map_or(0, |(at, _)| at);
    words.get(from..).filter(|_| heads)
}

/// No list of offices is longer than this, in bytes.
const LONGEST_LIST: usize = 6000;

#[derive(Default)]
struct Row<'a> {
    number: &'a str,
    task: Vec<Piece<'a>>,
    detail: Vec<Piece<'a>>,
    trouble: &'a str,
    answering: &'a str,
    fields: Vec<(Field, &'a str)>,
}

impl<'a> Row<'a> {
    fn of(header: &[Column], cells: &'a [Cell]) -> Self {
        let mut row = Self::default();
        let mut tasks: Vec<&Cell> = Vec::new();
        let mut details: Vec<&str> = Vec::new();
        for (column, whole) in header.iter().zip(cells) {
            let cell = whole.text.trim();
            match column {
                Column::Number => row.number = cell,
                Column::Task if !cell.is_empty() && !tasks.iter().any(|task| task.text.trim() == cell) => {
                    tasks.push(whole);
                }
                Column::Detail if !cell.is_empty() && !details.contains(&cell) => {
                    details.push(cell);
                    row.detail.extend(lines(whole));
                }
                Column::Trouble if row.trouble.is_empty() => row.trouble = cell,
                Column::Answering => row.answering = cell,
                Column::Field(field) if !cell.is_empty() => row.fields.push((*field, cell)),
                _ => {}
            }
        }
        // Two columns of tasks: the first is a field of work, the last the task.
        row.task = tasks.last().map(|task| lines(task)).unwrap_or_default();
        if let [domain, .., _] = tasks.as_slice()
            && row.field(Field::Domain).is_none()
        {
            row.fields.push((Field::Domain, domain.text.trim()));
        }
        row
    }

    /// What is to be done, line by line.
    fn words(&self) -> Vec<Piece<'a>> {
        if !self.detail.is_empty() {
            return self.detail.clone();
        }
        match self.task.as_slice() {
            [] if self.trouble.is_empty() => Vec::new(),
            [] => vec![(0, self.trouble)],
            task => task.to_vec(),
        }
    }

    /// The deadline's cell: of 周次 and 日期, the one that names a day.
    fn due(&self) -> Option<&'a str> {
        let cells = || self.fields.iter().filter(|(field, _)| *field == Field::Due).map(|(_, cell)| *cell);
        let dated = cells().find(|cell| !date_scan::find(Text::new(&spelled(cell)).plain()).is_empty());
        dated.or_else(|| cells().next_back())
    }

    fn field(&self, wanted: Field) -> Option<&'a str> {
        self.fields.iter().find(|(field, _)| *field == wanted).map(|(_, cell)| *cell)
    }

    fn tasks(&self, ground: &Ground, reader: &mut Reader<'_>) -> Vec<DraftTask> {
        let mut ground = ground.clone();
        if let Some(domain) = self.field(Field::Domain) {
            ground.domain = Some(one_line(domain));
        }
        // A column that takes the tasks apart makes them fields of work.
        if self.trouble.is_empty() && !self.detail.is_empty() && !self.task.is_empty() {
            match ground.domain {
                Some(_) if self.field(Field::Domain).is_some() => ground.measure = Some(joined(&self.task)),
                _ => ground.domain = Some(joined(&self.task)),
            }
        }
        if !self.number.is_empty() {
            let number = self.number.trim_end_matches(['.', '、', '．']);
            ground.basis = format!("{}序号{number}", ground.basis);
        }
        ground.who = self.who().or(&ground.who);
        if let Some(cell) = self.due() {
            let text = Text::new(&spelled(cell));
            let mut due = deadline_phrase::read(
                &text,
                0..text.plain().len(),
                Place::Told,
                reader.calendar,
                (None, None),
            );
            reader.notes.of_due(ground.line, &due);
            due.words.get_or_insert_with(|| one_line(cell));
            ground.due = Some(due);
        }
        let mut tasks = Vec::new();
        if self.trouble.is_empty() {
            for (line, piece) in pieces(&self.words()) {
                let text = Text::new(&piece);
                let ground = Ground { line: if line > 0 { line } else { ground.line }, ..ground.clone() };
                let made = match timed(&text) {
                    Some(timed) => vec![timed.task(&text, &ground, reader)],
                    None => reader.item(&text, Kind::Work, &ground),
                };
                tasks.extend(made.into_iter().filter(|task| !task.title.is_empty()));
            }
        } else {
            tasks.push(self.issue(&ground, reader));
        }
        for task in &mut tasks {
            self.pace(task, &ground);
            task.standard = task.standard.take().or_else(|| self.field(Field::Standard).map(str::to_owned));
            task.phase = task.phase.take().or_else(|| self.field(Field::Phase).map(one_line));
            task.weight =
                task.weight.or_else(|| self.field(Field::Weight)?.trim_end_matches('分').parse().ok());
        }
        tasks
    }

    /// 频次 in a column of its own, and until when a rhythm goes on: what the row's own deadline says.
    fn pace(&self, task: &mut DraftTask, ground: &Ground) {
        if task.repeat.is_none()
            && let Some(repeat) = self.field(Field::Repeat).and_then(frequency::read)
        {
            let until = repeat.until.or(task.due.take());
            task.repeat = Some(Repeat { until, ..repeat });
            task.needs.retain(|need| *need != "due");
        }
        if let Some(repeat) = &mut task.repeat {
            let told = ground.due.iter().flat_map(|due| &due.deadlines).map(|deadline| deadline.day).max();
            repeat.until = repeat.until.or(told);
        }
    }

    /// What is wrong is one thing to be struck off, however many measures are to put it right.
    fn issue(&self, ground: &Ground, reader: &mut Reader<'_>) -> DraftTask {
        let mut issue = reader.whole(&Text::new(self.trouble), ground);
        issue.kind = task::Kind::Issue;
        if self.detail.is_empty() {
            return issue;
        }
        let measures = self.detail.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
        let measures = reader.whole(&Text::new(&measures), ground);
        if issue.due.is_none() && !issue.long_term {
            issue.due = measures.due;
            issue.due_text = measures.due_text;
            issue.long_term = measures.long_term;
            issue.milestones = measures.milestones;
            issue.needs = measures.needs;
        }
        if issue.lead.is_none() {
            issue.lead = measures.lead;
            issue.support = measures.support;
            issue.needs.retain(|need| *need != "lead" || issue.lead.is_none());
        }
        issue.measure = Some(joined(&self.detail));
        issue
    }

    fn who(&self) -> Who {
        let names = |cell: &str| {
            // What is longer is no list of offices, whatever the column is called.
            if cell.len() > LONGEST_LIST {
                return Vec::new();
            }
            let text = Text::new(cell);
            let tails = who::tails(&Text::new(&format!("责任单位：{}", cell.replace('\n', "、"))));
            match tails.into_iter().next() {
                Some(tail) if cell.contains("牵头") || cell.contains("配合") => {
                    tail.who.lead.into_iter().chain(tail.who.support).collect()
                }
                _ => who::units(
                    &Text::new(&text.plain().replace(['\n', ' '], "、")),
                    0..text.plain().replace(['\n', ' '], "、").len(),
                ),
            }
        };
        let mut all: Vec<String> = self.field(Field::Lead).map(names).unwrap_or_default();
        all.extend(names(self.answering));
        all.extend(self.field(Field::Support).map(names).unwrap_or_default());
        let mut all = all.into_iter();
        let lead = all.next();
        let mut support: Vec<String> = Vec::new();
        for name in all {
            if Some(&name) != lead.as_ref() && !support.contains(&name) {
                support.push(name);
            }
        }
        Who {
            lead,
            support,
            leader: self.field(Field::Leader).map(one_line),
            owner: self.field(Field::Owner).map(one_line),
        }
    }
}
