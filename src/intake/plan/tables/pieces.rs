//! The lines of a cell, and which of them are tasks of their own.

use super::super::lines::Cell;
use super::super::normal::Text;
use super::super::{numbering, prose};
use super::timed::timed;

/// One line of a cell, and where it stands.
pub(super) type Piece<'a> = (usize, &'a str);

/// A cell's lines as one.
pub(super) fn one_line(cell: &str) -> String {
    cell.split('\n').map(str::trim).collect()
}

/// A cell's days in full: 9.1-9.7 and （9.1—9.7） behind a week are 9月1日-9月7日.
pub(super) fn spelled(cell: &str) -> String {
    let line = one_line(cell);
    let text = Text::new(&line);
    let plain = text.plain();
    let inner = plain.find('(').and_then(|open| plain.get(open + 1..)?.strip_suffix(')'));
    let day = |words: &str| {
        let (month, day) = words.trim().split_once(['.', '/'])?;
        let (month, day): (u32, u32) = (month.parse().ok()?, day.parse().ok()?);
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| format!("{month}月{day}日"))
    };
    let both = |words: &str| match words.split_once(['-', '~', '至']) {
        Some((first, last)) => Some(format!("{}-{}", day(first)?, day(last)?)),
        None => day(words),
    };
    inner.and_then(both).or_else(|| both(plain)).unwrap_or(line)
}

/// The lines of a cell, each with where it stands; 0 where that is the row's own line.
pub(super) fn lines(cell: &Cell) -> Vec<Piece<'_>> {
    let places = cell.lines.iter().copied().chain(std::iter::repeat(0));
    places.zip(cell.text.split('\n').map(str::trim)).filter(|(_, line)| !line.is_empty()).collect()
}

pub(super) fn joined(lines: &[Piece<'_>]) -> String {
    lines.iter().map(|(_, line)| *line).collect()
}

/// The lines of a cell that are numbered or begin with a time are tasks of their own.
pub(super) fn pieces(lines: &[Piece<'_>]) -> Vec<(usize, String)> {
    let mut pieces: Vec<(usize, String)> = Vec::new();
    for (at, line) in lines {
        for line in numbered(line) {
            let text = Text::new(line);
            let mark = numbering::read(text.plain());
            let opens = mark.is_some() || timed(&text).is_some();
            let words = mark.map_or(line, |mark| text.raw(mark.len..text.plain().len()));
            match pieces.last_mut() {
                Some((_, last)) if !opens => last.push_str(words),
                _ => pieces.push((*at, words.to_owned())),
            }
        }
    }
    pieces
}

/// 1.备料；2.开工 on one line: the numbers that run on from 1 begin pieces.
fn numbered(line: &str) -> Vec<&str> {
    let plain_of = Text::new(line);
    let plain = plain_of.plain();
    let first = numbering::read(plain).filter(|mark| mark.number == 1);
    let Some(first) = first else { return vec![line] };
    let mut cuts = vec![0];
    let mut due = 2;
    for (at, c) in plain.char_indices().skip(1) {
        let opens = c.is_ascii_digit() || matches!(c, '(' | '①'..='⑳');
        let before = plain.get(..at).and_then(|before| before.chars().next_back());
        if !opens || !before.is_some_and(|c| " 。;,".contains(c)) {
            continue;
        }
        let mark = plain.get(at..).and_then(numbering::read);
        if mark.is_some_and(|mark| mark.style == first.style && mark.number == due) {
            cuts.push(at);
            due += 1;
        }
    }
    cuts.push(plain.len());
    // Places of the one spelling are not those of the line, letters are.
    let letters: Vec<usize> = cuts.iter().map(|at| prose::letters(prose::part(plain, 0..*at))).collect();
    let place = |letters: usize| line.char_indices().nth(letters).map_or(line.len(), |(at, _)| at);
    letters.windows(2).filter_map(|pair| line.get(place(pair[0])..place(pair[1]))).map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_without_their_signs_are_spelled_out() {
        assert_eq!(spelled("9.1—9.7"), "9月1日-9月7日");
        assert_eq!(spelled("第2周（9.8-9.14）"), "9月8日-9月14日");
        assert_eq!(spelled("3.15"), "3月15日");
        assert_eq!(spelled("第2周"), "第2周");
        assert_eq!(spelled("2026.6.30"), "2026.6.30");
    }

    #[test]
    fn numbers_that_run_on_cut_a_line() {
        assert_eq!(numbered("1.备料；2.开工，用 2.5 米的板"), ["1.备料；", "2.开工，用 2.5 米的板"]);
        assert_eq!(numbered("（1）备料    （2）开工"), ["（1）备料", "（2）开工"]);
        assert_eq!(numbered("备料；2.开工"), ["备料；2.开工"]);
    }
}
