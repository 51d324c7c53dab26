//! 存入日: the day on which a commit was kept, which is the one clock that the past is told by.

use chrono::NaiveDate;

/// A commit as it stands in a history that is told with parents before children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedCommit {
    /// The places of its parents in that history, the first line's first.
    pub parents: Vec<usize>,
    /// The day that it states, as its own offset writes it; none where that is no day.
    pub day: Option<NaiveDate>,
}

/// When a commit was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// The day.
    pub day: NaiveDate,
    /// Whether that is the day which the commit states.
    pub is_stated: bool,
    /// The latest day that two commits, of it and those before it, have reached by what they state, and no later than today; and
    /// never before `day`. Where it lies behind that, somebody's clock is wrong, and nobody can tell whose by counting; one commit
    /// alone says nothing of the others.
    pub claimed: NaiveDate,
}

/// The kept day of each commit of a history whose last one is its tip, as it looks on `today`.
///
/// A commit is kept on the day it states, unless that breaks the order of its line: along a line days never decrease, and none
/// lies after today. The fewest are disbelieved, and of as few the later ones; each of those takes the day of the last believed
/// one before it. A line that was merged lies between the commit that it left from and the merge. What comes before any
/// believed commit of its line takes the day of the first one behind it.
pub fn kept_days(history: &[DatedCommit], today: NaiveDate) -> Vec<Kept> {
    let mut kept: Vec<Option<Kept>> = vec![None; history.len()];
    if let Some(tip) = history.len().checked_sub(1) {
        follow(history, tip, today, &mut kept);
    }
    // A merge is behind all that it joins, so that it is dated before its other lines are.
    for at in (0..history.len()).rev() {
        let until = kept[at].map_or(today, |kept| kept.day);
        for parent in history[at].parents.iter().skip(1) {
            follow(history, *parent, until, &mut kept);
        }
    }
    let unreached = Kept { day: today, is_stated: false, claimed: today };
    let mut kept: Vec<Kept> = kept.into_iter().map(|kept| kept.unwrap_or(unreached)).collect();
    // The two latest days that are stated up to each commit, with the commits that state them.
    let mut latest: Vec<Vec<(NaiveDate, usize)>> = Vec::with_capacity(history.len());
    for (at, commit) in history.iter().enumerate() {
        let before = commit.parents.iter().flat_map(|parent| latest[*parent].iter().copied());
        let stated = commit.day.filter(|day| *day <= today).map(|day| (day, at));
        let mut days: Vec<(NaiveDate, usize)> = before.chain(stated).collect();
        days.sort_unstable_by(|one, other| other.cmp(one));
        days.dedup();
        days.truncate(2);
        kept[at].claimed = days.get(1).map_or(kept[at].day, |(day, _)| kept[at].day.max(*day));
        latest.push(days);
    }
    kept
}

/// Dates the line of first parents that ends at `tip`, down to a commit that has its day already.
fn follow(history: &[DatedCommit], tip: usize, until: NaiveDate, kept: &mut [Option<Kept>]) {
    let (mut line, mut next) = (Vec::new(), Some(tip));
    while let Some(at) = next.filter(|at| kept[*at].is_none()) {
        line.push(at);
        next = history[at].parents.first().copied();
    }
    line.reverse();
    let left_from = next.and_then(|at| kept[at]).map(|kept| kept.day);
    let fits = |day: &NaiveDate| *day <= until && left_from.is_none_or(|from| from <= *day);
    let stated: Vec<Option<NaiveDate>> = line.iter().map(|at| history[*at].day.filter(fits)).collect();
    let believed = longest_in_order(&stated);
    let first = believed.iter().position(|believed| *believed).and_then(|at| stated[at]);
    let mut day = left_from.or(first).unwrap_or(until);
    for ((at, stated), believed) in line.into_iter().zip(stated).zip(believed) {
        day = stated.filter(|_| believed).unwrap_or(day);
        kept[at] = Some(Kept { day, is_stated: believed, claimed: day });
    }
}

/// Which of these days make the longest row that never decreases; of several as long, the one whose days stand earliest.
fn longest_in_order(days: &[Option<NaiveDate>]) -> Vec<bool> {
    // How long a row can begin at each place; and for each length the latest day that a row of it begins with.
    let mut lengths = vec![0; days.len()];
    let mut begins: Vec<NaiveDate> = Vec::new();
    for (at, day) in days.iter().enumerate().rev().filter_map(|(at, day)| Some((at, (*day)?))) {
        let shorter = begins.partition_point(|begin| *begin >= day);
        match begins.get_mut(shorter) {
            Some(begin) => *begin = day,
            None => begins.push(day),
        }
        lengths[at] = shorter + 1;
    }
    let (mut wanted, mut last) = (begins.len(), NaiveDate::MIN);
    let in_order = days.iter().zip(lengths).map(|(day, length)| {
        let is_next = day.is_some_and(|day| day >= last) && wanted > 0 && length == wanted;
        if is_next {
            wanted -= 1;
            last = day.unwrap_or(last);
        }
        is_next
    });
    in_order.collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn june(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
    }

    /// A history written as commits of `day` or `day:parent,parent`, each behind the one before it unless it says otherwise;
    /// `x` is no day. What is kept on 30 June is written as days, those not stated with a `*`.
    #[track_caller]
    fn case(history: &str, expected: &str) {
        let commit = |(at, word): (usize, &str)| {
            let (day, parents) = word.split_once(':').unwrap_or((word, "-"));
            let parents = match parents {
                "-" => at.checked_sub(1).into_iter().collect(),
                "" => Vec::new(),
                places => places.split(',').map(|place| place.parse().unwrap()).collect(),
            };
            let day = day.parse::<i64>().ok().map(june_or_later);
            DatedCommit { parents, day }
        };
        let history: Vec<DatedCommit> = history.split_whitespace().enumerate().map(commit).collect();
        let kept = kept_days(&history, june(30));
        let told = kept.iter().map(|kept| {
            let days = (kept.day - june(1)).num_days() + 1;
            format!("{days}{}", if kept.is_stated { "" } else { "*" })
        });
        assert_eq!(told.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn a_commit_is_kept_on_the_day_it_states_unless_that_breaks_the_order() {
        case("", "");
        case("1", "1");
        case("1 1 2 30", "1 1 2 30");
        // A clock set back at the tip, and one that is ahead: of today, and of what follows.
        case("1 10 20 5", "1 10 20 20*");
        case("1 10 99 20", "1 10 10* 20");
        case("1 10 29 11 12 20", "1 10 10* 11 12 20");
        case("99 10 20", "10* 10 20");
        case("99 99", "30* 30*");
        // Stairs down: whatever is believed, all the others are not.
        case("20 17 14 11 8", "20 20* 20* 20* 20*");
        // As few either way: what stands earlier is believed.
        case("1 29 11", "1 29 29*");
        case("1 29 11 12", "1 1* 11 12");
        // No day at all.
        case("1 x 3 x", "1 1* 3 3*");
        case("x", "30*");
    }

    #[test]
    fn what_was_claimed_before_is_not_forgotten() {
        let days = [1, 28, 5, 6, 27, 7, 8, 99].map(june_or_later);
        let line =
            |at: usize| DatedCommit { parents: at.checked_sub(1).into_iter().collect(), day: Some(days[at]) };
        let history: Vec<DatedCommit> = (0..days.len()).map(line).collect();
        let claimed: Vec<NaiveDate> = kept_days(&history, june(30)).iter().map(|kept| kept.claimed).collect();
        // One that is ahead says nothing; a second one has to be answered.
        assert_eq!(claimed, [1, 1, 5, 6, 27, 27, 27, 27].map(june));
    }

    fn june_or_later(day: i64) -> NaiveDate {
        june(1) + TimeDelta::days(day - 1)
    }

    #[test]
    fn a_merged_line_lies_between_where_it_left_and_the_merge() {
        // 0 ─ 1 ─ 2 ───── 5
        //      └─ 3 ─ 4 ─┘
        case("1 10 20 12:1 15 21:2,4", "1 10 20 12 15 21");
        case("1 10 20 5:1 15 21:2,4", "1 10 20 10* 15 21");
        case("1 10 20 12:1 25 21:2,4", "1 10 20 12 12* 21");
        // Of the merge itself, too, only the order of its own line is believed.
        case("1 10 20 12:1 15 11:2,4", "1 10 20 12 15 20*");
        // A line without any commit in common, and one inside a merged line.
        case("1 10 5: 7 21:1,3", "1 10 5 7 21");
        case("1 10 12:1 13:1 14:2,3 20:1,4", "1 10 12 13 14 20");
    }
}
