//! 您是不是想写…: the known name nearest to one that is not known.

/// The candidate most like `name`, if any is like it at all: one that contains it or is contained, or that differs in
/// at most every other letter.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (likeness(name, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.4)
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, candidate)| candidate)
}

/// Asks whether that name was meant, behind the clause that says what is not known: `；您是不是想写“综合科”？`
pub fn did_you_mean(nearest: &str) -> String {
    format!("；您是不是想写“{nearest}”？")
}

fn likeness(name: &str, candidate: &str) -> f64 {
    if name.is_empty() {
        return 0.0;
    }
    let edits = strsim::normalized_damerau_levenshtein(name, candidate);
    // Offices shorten names (“纪委” for 机关纪委), which edit distance alone judges too harshly.
    let contained = candidate.contains(name) || (name.contains(candidate) && !candidate.is_empty());
    if contained { 0.5 + edits / 2.0 } else { edits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_is_not() {
        #[track_caller]
        fn case(name: &str, expected: Option<&str>) {
            let offices = ["综合科", "机关党委", "机关纪委", "项目一科", "项目二科"];
            assert_eq!(nearest(name, offices), expected);
        }
        case("综和科", Some("综合科"));
        case("纪委", Some("机关纪委"));
        case("机关纪律委", Some("机关纪委"));
        case("项目一", Some("项目一科"));
        case("财政局", None);
        case("", None);
    }
}
