//! Why a file cannot be read as a plan, and the one place where that is put into words.

use std::fmt;

use crate::core::limits;

/// A file that cannot be read as a plan. Its words say what it is, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the wording below says what each case means")]
pub enum Unreadable {
    Empty,
    NotText,
    Picture,
    OldWord,
    Protected,
    Damaged,
    TooLarge,
    Spreadsheet,
    Pdf,
    ScannedPdf,
    Other(&'static str),
}

impl std::error::Error for Unreadable {}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let save = "请用 WPS 或 Word 打开，另存为 .docx";
        match self {
            Self::Empty => f.write_str("里面没有文字；请核对是不是选错了文件，扫描件、图片里的字读不了"),
            Self::NotText => write!(f, "不是文字文件；方案要存成 .txt、.md 或 .docx。如果是文档，{save}"),
            Self::Picture => f.write_str("是图片，里面的字读不了；请找方案的电子稿，或先用文字识别转成 .docx、.txt"),
            Self::OldWord => write!(f, "是旧格式的文档（.doc、.wps），读不了；{save}"),
            Self::Protected => f.write_str("有密码，读不了；请用 WPS 或 Word 打开，去掉密码（文件→文档加密），存盘后再试"),
            Self::Damaged => write!(f, "损坏了，或者不是真正的 .docx；{save}，再试"),
            Self::TooLarge => write!(
                f,
                "太大，不像是一份方案，没有读（正文最多 {} MB，约 35 万字）；请只留正文，另存为 .docx",
                limits::PLAN >> 20
            ),
            Self::Spreadsheet => f.write_str("是表格，不是方案；表格请用 ledger import（导入）"),
            Self::Pdf => {
                write!(f, "是读不了的 pdf（损坏、加密，或者字体特别）；{save}，或把文字复制到 .txt 里")
            }
            Self::ScannedPdf => f.write_str(
                "是扫描件（pdf 里只有图片，没有文字），读不了；请找方案的电子稿，或先用文字识别转成 .docx、.txt",
            ),
            Self::Other(what) => write!(f, "是{what}，读不了；{save}，或把文字复制到 .txt 里"),
        }
    }
}
