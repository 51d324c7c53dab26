//! What a person should know of how cells were read, said once for all rows together.

/// How many rows are named before the rest is only counted.
const NAMED: usize = 5;

/// How much of a longer text is quoted.
const LONGEST: usize = 20;

/// What was noted while rows were read.
#[derive(Debug, Default)]
pub(super) struct Notes {
    years: Vec<(i32, usize)>,
    undecided: Vec<String>,
    statuses: Vec<String>,
    guessed: Vec<String>,
    spread: Vec<String>,
    shortened: usize,
}

impl Notes {
    /// A day whose year was not written.
    pub(super) fn inferred(&mut self, year: i32) {
        match self.years.iter_mut().find(|(known, _)| *known == year) {
            Some((_, count)) => *count += 1,
            None => self.years.push((year, 1)),
        }
    }

    /// A deadline whose words name no day.
    pub(super) fn undecided(&mut self, row: u32, words: &str) {
        self.undecided.push(format!("第{row}行“{words}”"));
    }

    /// A status that nobody knows.
    pub(super) fn status(&mut self, row: u32, words: &str) {
        self.statuses.push(format!("第{row}行“{words}”"));
    }

    /// A status that was concluded from a longer text.
    pub(super) fn guessed(&mut self, row: u32, words: &str, status: &str) {
        let words = crate::core::text::one_line(words, LONGEST);
        self.guessed.push(format!("第{row}行“{words}”按“{status}”"));
    }

    /// A cell merged over several columns of one task.
    pub(super) fn spread(&mut self, row: u32) {
        let row = format!("第{row}行");
        if self.spread.last() != Some(&row) {
            self.spread.push(row);
        }
    }

    /// A name so long that its first clause stands for it.
    pub(super) fn shortened(&mut self) {
        self.shortened += 1;
    }

    /// All of it in sentences.
    pub(super) fn remarks(&self) -> Vec<String> {
        let years =
            self.years.iter().map(|(year, count)| format!("有 {count} 处日期没有写年份，按 {year} 年理解"));
        let listed = |what: &str, rows: &[String]| {
            let more = if rows.len() > NAMED { format!(" 等 {} 行", rows.len()) } else { String::new() };
            (!rows.is_empty()).then(|| format!("{what}：{}{more}", rows[..rows.len().min(NAMED)].join("、")))
        };
        let undecided = listed("完成时限看不出是哪一天，保留原文，列为时限待定", &self.undecided);
        let statuses = listed("状态的说法认不出，原话记入进展", &self.statuses);
        let guessed = listed("完成情况写的是一段话，原话记入进展，状态请核对", &self.guessed);
        let spread = listed("有单元格横着合并了几列，只算在第一列，请核对", &self.spread);
        let shortened = (self.shortened > 0)
            .then(|| format!("有 {} 行任务名称太长，取第一句作名称，全文放入具体内容", self.shortened));
        years.chain(undecided).chain(statuses).chain(guessed).chain(spread).chain(shortened).collect()
    }
}
