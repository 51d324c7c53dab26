//! The State Council's arrangement of days off (国务院办公厅关于部分节假日安排的通知), one notice a year, each November.
//!
//! Weekends inside a holiday are listed with it, as the notices do. 2022-12-31, named by the notice for 2023, is left out:
//! it is a Saturday in a year that the table does not otherwise know.

use std::ops::RangeInclusive;

/// A day of the year: month, then day of the month.
pub(super) type MonthDay = (u32, u32);

/// What the notices arrange for one calendar year.
#[derive(Debug)]
pub(super) struct Arrangement {
    pub(super) year: i32,
    /// 放假: first to last day of each holiday.
    pub(super) off: &'static [RangeInclusive<MonthDay>],
    /// 补班 (调休上班): the Saturdays and Sundays on which offices work.
    pub(super) work: &'static [MonthDay],
}

/// The years whose notices are out, oldest first.
pub(super) static ARRANGEMENTS: &[Arrangement] = &[
    // gov.cn content_5730844
    Arrangement {
        year: 2023,
        off: &[
            (1, 1)..=(1, 2),     // 元旦
            (1, 21)..=(1, 27),   // 春节
            (4, 5)..=(4, 5),     // 清明节
            (4, 29)..=(5, 3),    // 劳动节
            (6, 22)..=(6, 24),   // 端午节
            (9, 29)..=(10, 6),   // 中秋节、国庆节
            (12, 30)..=(12, 31), // 元旦 of 2024
        ],
        work: &[(1, 28), (1, 29), (4, 23), (5, 6), (6, 25), (10, 7), (10, 8)],
    },
    // gov.cn content_6911528
    Arrangement {
        year: 2024,
        off: &[
            (1, 1)..=(1, 1),   // 元旦
            (2, 10)..=(2, 17), // 春节
            (4, 4)..=(4, 6),   // 清明节
            (5, 1)..=(5, 5),   // 劳动节
            (6, 8)..=(6, 10),  // 端午节
            (9, 15)..=(9, 17), // 中秋节
            (10, 1)..=(10, 7), // 国庆节
        ],
        work: &[(2, 4), (2, 18), (4, 7), (4, 28), (5, 11), (9, 14), (9, 29), (10, 12)],
    },
    // gov.cn content_6986383
    Arrangement {
        year: 2025,
        off: &[
            (1, 1)..=(1, 1),   // 元旦
            (1, 28)..=(2, 4),  // 春节
            (4, 4)..=(4, 6),   // 清明节
            (5, 1)..=(5, 5),   // 劳动节
            (5, 31)..=(6, 2),  // 端午节
            (10, 1)..=(10, 8), // 国庆节、中秋节
        ],
        work: &[(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)],
    },
    // gov.cn content_7047091
    Arrangement {
        year: 2026,
        off: &[
            (1, 1)..=(1, 3),   // 元旦
            (2, 15)..=(2, 23), // 春节
            (4, 4)..=(4, 6),   // 清明节
            (5, 1)..=(5, 5),   // 劳动节
            (6, 19)..=(6, 21), // 端午节
            (9, 25)..=(9, 27), // 中秋节
            (10, 1)..=(10, 7), // 国庆节
        ],
        work: &[(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)],
    },
];
