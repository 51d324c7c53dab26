//! How cells look. Formats are made once for each look and used again.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatPattern};

use crate::printout::page::Tone;

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Look {
    /// What it is.
    pub(super) kind: Kind,
    /// Its colour.
    pub(super) tone: Option<Tone>,
    /// The line above it.
    pub(super) top: Top,
    /// Whether it is of the column of the calendar that today is in.
    pub(super) today: bool,
    /// Whether it stands at the left whatever it is, as in a form.
    pub(super) left: bool,
}

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// The title of the page.
    Title,
    /// The name of a 简报.
    Name,
    /// Its issue, and the lines under a title.
    Subtitle,
    /// That the page is not whole, in a frame.
    Incomplete,
    /// Who made a 简报, at the left of the red rule.
    Editor,
    /// When, at its right.
    Made,
    /// A heading that is a title of its own.
    Centred,
    /// A heading in 黑体.
    Heading,
    /// A heading in 楷体.
    Subheading,
    /// A sentence.
    Sentence,
    /// A note at the foot.
    Note,
    /// 落款
    Signed,
    /// 版记, between rules.
    Sent,
    /// The dashed line a slip is torn off along.
    Cut,
    /// A column's title.
    Header,
    /// The title of a column of the calendar, which leaves room for a button below it.
    Month,
    /// The first column of a form.
    Label,
    /// A text at the left.
    Text,
    /// A text too long for its row, of which the beginning is to be seen.
    Long,
    /// A short text in the middle.
    Short,
    /// A text or whole number at the right.
    Number,
    /// A number with one decimal.
    Decimal,
    /// A whole percentage.
    Percent,
    /// A percentage with a decimal.
    Tenths,
    /// A day.
    Date,
    /// A stretch of the calendar without a bar.
    Empty,
    /// A stretch of a bar that has begun.
    Past,
    /// A stretch of a bar still to come.
    Future,
}

/// The line above a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Top {
    /// As everywhere.
    Thin,
    /// Where a new group begins.
    Thick,
    /// None: what stands above belongs to it.
    Open,
}

impl From<Kind> for Look {
    fn from(kind: Kind) -> Self {
        Self { kind, tone: None, top: Top::Thin, today: false, left: false }
    }
}

impl Look {
    /// The same look in a colour.
    pub(super) fn toned(self, tone: Option<Tone>) -> Self {
        Self { tone, ..self }
    }
}

impl Kind {
    /// The size of its letters in points.
    pub(super) fn points(self) -> f64 {
        match self {
            Self::Name => 26.0,
            Self::Title => 18.0,
            Self::Centred => 16.0,
            Self::Heading | Self::Subheading => 12.0,
            Self::Subtitle
            | Self::Incomplete
            | Self::Editor
            | Self::Made
            | Self::Sentence
            | Self::Signed
            | Self::Sent => 10.5,
            Self::Note => 9.0,
            _ => 10.0,
        }
    }

    /// The room above and below its lines, in points.
    pub(super) fn air(self) -> f64 {
        match self {
            Self::Title | Self::Name | Self::Centred => 8.0,
            Self::Heading | Self::Subheading => 5.0,
            Self::Subtitle | Self::Sentence | Self::Note => 2.0,
            _ => 4.0,
        }
    }

    fn font(self) -> &'static str {
        match self {
            Self::Title | Self::Centred | Self::Heading | Self::Header | Self::Month | Self::Label => "黑体",
            Self::Subheading => "楷体",
            _ => "宋体",
        }
    }

    fn across(self) -> FormatAlign {
        match self {
            Self::Heading
            | Self::Subheading
            | Self::Sentence
            | Self::Note
            | Self::Editor
            | Self::Sent
            | Self::Text
            | Self::Long => FormatAlign::Left,
            Self::Made | Self::Signed | Self::Number | Self::Decimal | Self::Percent | Self::Tenths => {
                FormatAlign::Right
            }
            _ => FormatAlign::Center,
        }
    }

    fn is_of_table(self) -> bool {
        !matches!(
            self,
            Self::Title
                | Self::Name
                | Self::Subtitle
                | Self::Incomplete
                | Self::Editor
                | Self::Made
                | Self::Centred
                | Self::Heading
                | Self::Subheading
                | Self::Sentence
                | Self::Note
                | Self::Signed
                | Self::Sent
                | Self::Cut
        )
    }
}

/// The formats made so far.
#[derive(Debug, Default)]
pub(super) struct Looks(HashMap<Look, Format>);

impl Looks {
    /// The format of a look.
    pub(super) fn get(&mut self, look: Look) -> &Format {
        self.0.entry(look).or_insert_with(|| format(look))
    }
}

/// The letters of a piece of a line.
pub(super) fn letters(kind: Kind, tone: Option<Tone>) -> Format {
    let font = Format::new().set_font_name(kind.font()).set_font_size(kind.points());
    match (kind, tone) {
        (Kind::Name, _) => font.set_font_color(0x00C0_0000).set_bold(),
        (Kind::Title | Kind::Centred | Kind::Incomplete, _) | (_, Some(Tone::Strong)) => font.set_bold(),
        (_, Some(tone)) if !kind.is_of_table() && tone != Tone::Grey => {
            font.set_font_color(dark(tone)).set_bold()
        }
        (_, Some(tone)) => font.set_font_color(dark(tone)),
        (_, None) => font,
    }
}

fn format(look: Look) -> Format {
    let Look { kind, tone, top, today, left } = look;
    let across = if left { FormatAlign::Left } else { kind.across() };
    let mut format = letters(kind, tone).set_align(across).set_align(match kind {
        Kind::Month | Kind::Long => FormatAlign::Top,
        _ => FormatAlign::VerticalCenter,
    });
    format = match kind {
        Kind::Empty | Kind::Past | Kind::Future => format.set_shrink().set_bold(),
        _ => format.set_text_wrap(),
    };
    format = match kind {
        Kind::Date => format.set_num_format("yyyy-mm-dd"),
        Kind::Decimal => format.set_num_format("0.0"),
        Kind::Percent => format.set_num_format("0%"),
        Kind::Tenths => format.set_num_format("0.0%"),
        Kind::Editor | Kind::Made => {
            format.set_border_bottom(FormatBorder::Medium).set_border_bottom_color(0x00C0_0000)
        }
        Kind::Sent => format.set_border_top(FormatBorder::Thin).set_border_bottom(FormatBorder::Thin),
        Kind::Incomplete => format.set_border(FormatBorder::Medium),
        Kind::Cut => format.set_border_top(FormatBorder::Dashed),
        _ => format,
    };
    if !kind.is_of_table() {
        return format;
    }
    if across != FormatAlign::Center {
        format = format.set_indent(1);
    }
    format = format.set_border(FormatBorder::Thin).set_border_color(0x0080_8080);
    format = match top {
        Top::Thin => format,
        Top::Thick => format.set_border_top(FormatBorder::Medium).set_border_top_color(0x0040_4040),
        Top::Open => format.set_border_top(FormatBorder::None),
    };
    if today {
        let line = FormatBorder::Medium;
        format = format.set_border_left(line).set_border_left_color(0x00C0_0000);
        format = format.set_border_right(line).set_border_right_color(0x00C0_0000);
    }
    filled(format, kind, tone, today)
}

fn filled(format: Format, kind: Kind, tone: Option<Tone>, today: bool) -> Format {
    match (kind, tone) {
        (Kind::Header | Kind::Month, _) if today => format.set_background_color(0x00F4_B183).set_bold(),
        (Kind::Header | Kind::Month, _) => format.set_background_color(0x00D9_E1F2),
        (Kind::Label, _) => format.set_background_color(0x00F2_F2F2),
        // Hatched, so that what is late is seen on paper without colours.
        (Kind::Past, Some(Tone::Red)) => format
            .set_pattern(FormatPattern::LightUp)
            .set_foreground_color(0x00C0_0000)
            .set_background_color(0x00F4_9AA2),
        (Kind::Past, tone) => format.set_background_color(strong(tone)),
        (Kind::Empty, _) => format,
        (_, Some(tone)) if tone != Tone::Strong => format.set_background_color(soft(tone)),
        (Kind::Future, _) => format.set_background_color(soft(Tone::Grey)),
        _ => format,
    }
}

fn dark(tone: Tone) -> Color {
    Color::RGB(match tone {
        Tone::Red => 0x009C_0006,
        Tone::Yellow => 0x007F_4F00,
        Tone::Green => 0x0000_5A00,
        Tone::Blue => 0x001F_3F70,
        Tone::Grey => 0x0055_5555,
        Tone::Strong => 0,
    })
}

fn soft(tone: Tone) -> Color {
    Color::RGB(match tone {
        Tone::Red => 0x00FF_C7CE,
        Tone::Yellow => 0x00FF_F2B8,
        Tone::Green => 0x00DD_F2DD,
        Tone::Blue => 0x00DC_E9F7,
        Tone::Grey | Tone::Strong => 0x00ED_EDED,
    })
}

fn strong(tone: Option<Tone>) -> Color {
    Color::RGB(match tone {
        Some(Tone::Red) => 0x00F4_9AA2,
        Some(Tone::Yellow) => 0x00FF_D24D,
        Some(Tone::Green) => 0x0086_C995,
        Some(Tone::Blue) => 0x0093_B9E3,
        Some(Tone::Grey | Tone::Strong) | None => 0x00BF_BFBF,
    })
}
