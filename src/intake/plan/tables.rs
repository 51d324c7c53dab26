//! Tasks out of a plan's table (任务分解表): a row is a task, or several where its cell names several times.

use super::columns::{self, Column};
use super::due::{self, Place};
use super::lines::Rows;
use super::normal::Text;
use super::prose;
use super::rhythm;
use super::task::{Ground, Kind, Reader};
use super::when::{self, Manner};
use super::who::{self, Who};
use crate::core::draft::DraftTask;
use crate::core::field::Field;
use crate::core::frequency;
use crate::core::task::{self, Repeat};

/// The tasks of a table, with the lines of the rows that yielded none.
pub(super) fn read(rows: &Rows, ground: &Ground, reader: &mut Reader<'_>) -> (Vec<DraftTask>, Vec<usize>) {
    let mut tasks = Vec::new();
    let mut idle = Vec::new();
    let mut header: Option<Vec<Column>> = None;
    for (at, (line, cells)) in rows.iter().enumerate() {
        if let Some(found) = columns::read(cells) {
            header = Some(found);
            idle.push(at);
            continue;
        }
        let row = header.as_ref().map(|header| Row::of(header, cells)).filter(|row| !row.words().is_empty());
        match row {
            Some(row) => {
                let ground = Ground { line: *line, ..ground.clone() };
                let made = row.tasks(&ground, reader);
                if made.is_empty() {
                    idle.push(at);
                }
                tasks.extend(made);
            }
            None => idle.push(at),
        }
    }
    (tasks, idle)
}

#[derive(Default)]
struct Row<'a> {
    number: &'a str,
    task: &'a str,
    detail: String,
    trouble: &'a str,
    answering: &'a str,
    fields: Vec<(Field, &'a str)>,
}

impl<'a> Row<'a> {
    fn of(header: &[Column], cells: &'a [String]) -> Self {
        let mut row = Self::default();
        let mut tasks: Vec<&str> = Vec::new();
        for (column, cell) in header.iter().zip(cells) {
            let cell = cell.trim();
            match column {
                Column::Number => row.number = cell,
                Column::Task if !cell.is_empty() && !tasks.contains(&cell) => tasks.push(cell),
                Column::Detail if !cell.is_empty() && row.detail != cell => {
                    if !row.detail.is_empty() {
                        row.detail.push('\n');
                    }
                    row.detail.push_str(cell);
                }
                Column::Trouble if row.trouble.is_empty() => row.trouble = cell,
                Column::Answering => row.answering = cell,
                Column::Field(field) if !cell.is_empty() => row.fields.push((*field, cell)),
                _ => {}
            }
        }
        // Two columns of tasks: the first is a field of work, the last the task.
        row.task = tasks.last().copied().unwrap_or_default();
        if let [domain, .., _] = tasks.as_slice()
            && row.field(Field::Domain).is_none()
        {
            row.fields.push((Field::Domain, domain));
        }
        row
    }

    fn words(&self) -> &str {
        match (self.detail.as_str(), self.task) {
            ("", "") => self.trouble,
            ("", task) => task,
            (detail, _) => detail,
        }
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
                Some(_) if self.field(Field::Domain).is_some() => ground.measure = Some(one_line(self.task)),
                _ => ground.domain = Some(one_line(self.task)),
            }
        }
        if !self.number.is_empty() {
            let number = self.number.trim_end_matches(['.', '、', '．']);
            ground.basis = format!("{}序号{number}", ground.basis);
        }
        ground.who = self.who().or(&ground.who);
        if let Some(cell) = self.field(Field::Due) {
            let text = Text::new(cell);
            let mut due = due::read(&text, 0..text.plain().len(), Place::Told, reader.calendar, (None, None));
            reader.notes.of_due(ground.line, &due);
            due.words.get_or_insert_with(|| one_line(cell));
            ground.due = Some(due);
        }
        let mut tasks = Vec::new();
        if self.trouble.is_empty() {
            for piece in pieces(self.words()) {
                let text = Text::new(&piece);
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
        let measures = reader.whole(&Text::new(&self.detail), ground);
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
        issue.measure = Some(one_line(&self.detail));
        issue
    }

    fn who(&self) -> Who {
        let names = |cell: &str| {
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

/// A cell's lines as one.
fn one_line(cell: &str) -> String {
    cell.split('\n').map(str::trim).collect()
}

/// The lines of a cell that are numbered or begin with a time are tasks of their own.
fn pieces(cell: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for line in cell.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        let text = Text::new(line);
        let mark = super::numbering::read(text.plain());
        let opens = mark.is_some() || timed(&text).is_some();
        let words = mark.map_or(line, |mark| text.raw(mark.len..text.plain().len()));
        match pieces.last_mut() {
            Some(last) if !opens => last.push_str(words),
            _ => pieces.push(words.to_owned()),
        }
    }
    pieces
}

/// A piece such as 3月：发文, 全年：宣传.
struct Timed {
    /// Where the time ends.
    time: usize,
    /// Where the words begin.
    words: usize,
}

fn timed(text: &Text) -> Option<Timed> {
    let plain = text.plain();
    let time = plain.find(':').filter(|at| *at > 0 && prose::letters(prose::part(plain, 0..*at)) <= 24)?;
    let words = plain.get(..time)?;
    let dated =
        || when::find(words).first().is_some_and(|date| date.range.start == 0 && date.manner != Manner::From);
    let paced = words.starts_with('每') && !rhythm::find(&format!("{words}开展")).is_empty();
    (due::is_lasting(words) || dated() || paced).then_some(Timed { time, words: time + 1 })
}

impl Timed {
    fn task(&self, text: &Text, ground: &Ground, reader: &mut Reader<'_>) -> DraftTask {
        let due = due::read(text, 0..self.time, Place::Told, reader.calendar, (None, None));
        reader.notes.of_due(ground.line, &due);
        let words = Text::new(text.raw(self.words..text.plain().len()).trim());
        let wording = text.raw(0..self.time).trim().to_owned();
        let several = due.deadlines.len() > 1;
        let milestones =
            due.deadlines.iter().filter(|_| several).map(|deadline| crate::core::draft::Milestone {
                due: deadline.day,
                due_text: text.raw(deadline.range.clone()).to_owned(),
                content: words.raw(0..words.plain().len()).trim_end_matches('；').to_owned(),
            });
        let milestones = milestones.collect();
        let ground = Ground { due: Some(due::Due { words: Some(wording), ..due }), ..ground.clone() };
        let paced = text
            .plain()
            .get(..self.time)
            .filter(|words| words.starts_with('每'))
            .map(|words| format!("{words}开展"));
        let rhythm = paced.and_then(|words| rhythm::find(&words).into_iter().next());
        let mut task = reader.whole(&words, &ground);
        if let Some(every) = rhythm.and_then(|rhythm| rhythm.every) {
            task.repeat = Some(Repeat { every, times: 1, from: None, until: None });
            task.needs.retain(|need| *need != "due");
        }
        task.milestones = milestones;
        task
    }
}
