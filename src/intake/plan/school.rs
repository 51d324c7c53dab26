//! School years (学年、学期): their months lie in two years.

/// A school year, or a half of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SchoolYear {
    /// The year in which it begins.
    first: i32,
    half: Half,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Both,
    /// 第一学期: from August to February.
    First,
    /// 第二学期: from February to July.
    Second,
}

impl SchoolYear {
    /// Finds one in a title: 2026-2027学年第一学期, 2026学年下学期.
    pub(super) fn find(title: &str) -> Option<Self> {
        let (at, word) = title.match_indices("学年").next()?;
        let before = title.get(..at)?.trim_end_matches(['年', '度', ' ']);
        let digits = |text: &str| {
            let kept = text.trim_end_matches(|c: char| c.is_ascii_digit());
            let number = text.get(kept.len()..).unwrap_or_default();
            number
                .parse::<i32>()
                .ok()
                .filter(|_| matches!(number.len(), 2 | 4))
                .map(|number| (kept.len(), number))
        };
        let (start, last) = digits(before)?;
        let earlier = before.get(..start)?.trim_end_matches(['年', ' ']);
        let dashed = earlier.trim_end_matches(['-', '~', '至', '—', '－', '–', '～']);
        let first = if dashed.len() < earlier.len() { digits(dashed).map(|(_, first)| first) } else { None };
        let first = first.unwrap_or(last);
        let first = if (2000..2100).contains(&first) { first } else { return None };
        let behind = title.get(at + word.len()..)?.trim_start_matches(['度', ' ', '第']);
        let half = match behind.chars().next() {
            Some('上' | '秋' | '一' | '1') if behind.contains("学期") => Half::First,
            Some('下' | '春' | '二' | '2') if behind.contains("学期") => Half::Second,
            _ => Half::Both,
        };
        Some(Self { first, half })
    }

    /// The year that a date without one means; the month decides where the school year lies in two.
    pub(super) fn year(self, month: Option<u32>) -> i32 {
        let begins = match (self.half, month) {
            (Half::Second, _) => false,
            (Half::First, None) => true,
            // What is prepared in July belongs to what begins then.
            (Half::First, Some(month)) => month >= 6,
            (Half::Both, month) => month.is_none_or(|month| month >= 8),
        };
        self.first + i32::from(!begins)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_tells_the_year_of_its_months() {
        #[track_caller]
        fn case(title: &str, months: &[(u32, i32)]) {
            let school = SchoolYear::find(title).unwrap_or_else(|| panic!("{title}"));
            for (month, year) in months {
                assert_eq!(school.year(Some(*month)), *year, "{title} {month}");
            }
        }
        case("某校2026-2027学年第一学期工作计划", &[(8, 2026), (9, 2026), (12, 2026), (1, 2027), (2, 2027)]);
        case("2026学年第一学期行事历", &[(12, 2026), (1, 2027)]);
        case("2026—2027学年度第二学期行事历", &[(2, 2027), (7, 2027)]);
        case("2026～2027学年下学期", &[(3, 2027)]);
        case("2026-2027学年工作要点", &[(9, 2026), (6, 2027)]);
        assert_eq!(SchoolYear::find("2026年工作计划"), None);
        assert_eq!(SchoolYear::find("本学年工作计划"), None);
    }
}
