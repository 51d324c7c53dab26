//! 建立台账: a new folder with its settings.

use std::path::Path;

use anyhow::{Context, Result, bail};
use toml_edit::Value;

use super::apply::NewFile;
use super::templates::READY;
use super::{SETTINGS, Store};

/// What the new ledger is called.
#[derive(Debug, Clone)]
pub struct NewLedger {
    /// Its name, at the head of every page.
    pub name: String,
    /// The unit that keeps it.
    pub unit: String,
    /// Its year.
    pub year: i32,
}

/// Where the ledger shall be, refused where it cannot: in the folder that holds it, there is none and it is in none.
pub fn check_free(folder: &Path) -> Result<()> {
    let standing = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(folder);
    let standing =
        standing.canonicalize().with_context(|| format!("找不到文件夹“{}”", standing.display()))?;
    if folder.join(SETTINGS).exists() {
        bail!("“{}”里已经有台账（{SETTINGS}），没有改动", folder.display());
    }
    if let Some(outer) = standing.ancestors().find(|folder| folder.join(SETTINGS).exists()) {
        bail!("这里已经在台账“{}”里面了，没有改动；请换一个文件夹", outer.display());
    }
    Ok(())
}

impl Store {
    /// The files of a new ledger. What lies in the folder already stays: its own templates, and what its .gitignore says.
    pub fn new_ledger(&self, new: &NewLedger) -> Result<Vec<NewFile>> {
        let mut files: Vec<NewFile> = vec![
            (SETTINGS.to_owned(), Some(settings(new).into_bytes())),
            ("tasks/.gitkeep".to_owned(), Some(Vec::new())),
        ];
        let ready = READY.iter().filter(|(file, _)| !self.has(file));
        files.extend(ready.map(|(file, text)| ((*file).to_owned(), Some(text.as_bytes().to_vec()))));
        files.extend(self.mended(&self.household())?);
        Ok(files)
    }
}

/// Names the merge driver for tasks; git takes its own merge until the driver is set up.
pub(super) const ATTRIBUTES: &str = "\
# 任务文件按栏目合并；换行符照原样保存
/tasks/**/*.toml merge=ledger -text
/evidence/** -text
/templates/** -text
/audit/** -text
/allowed_signers merge=union -text
/ledger.toml -text
/.gitattributes -text
/.gitignore -text
";

pub(super) const IGNORED: &str = "# 程序运行时的临时文件，不入库\n.ledger-*\n";

fn settings(new: &NewLedger) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    format!(
        "name = {}\nunit = {}\nyear = {}\n{SETTINGS_BODY}",
        quoted(&new.name),
        quoted(&new.unit),
        new.year
    )
}

/// The rest of a new `ledger.toml`: everything there is to set, for the clerk to fill in.
pub(super) const SETTINGS_BODY: &str = r#"
# 阶段：按方案的顺序写；end 是阶段时限，没有 end 的就是长期坚持
# [[phase]]
# name  = "集中建设"
# start = 2026-04-01
# end   = 2026-11-30

# 重点任务
# [[domain]]
# name = "清廉思想建设"

# 科室和人员
# [[office]]
# name   = "综合科"
# people = ["李强", "赵蕾"]

# 领导小组、工作专班
# [[body]]
# name    = "工作专班"
# head    = "王敏"
# members = ["李强", "赵蕾"]

[lights]
soon_days = 7        # 剩几天算临期
# behind = { yellow = 10, red = 30 }   # 落后序时进度几个百分点亮黄、亮红

[closing]
review   = false     # true：办结后要由他人核销
evidence = false     # true：没有佐证材料不能销号

# 挂图
# [board]
# marks = "flags"    # 办结贴红旗，逾期贴黑旗；不写则办结画 ★

# 周报、月报的刊头和版记
# [report]
# name   = "清廉机关建设工作"      # 后面自动加“周报”“月报”；不写则用台账名称
# editor = "工作专班办公室"        # 编印单位；不写则用编制单位
# to     = ["局领导"]              # 报
# cc     = ["各科室"]              # 送
# copies = 15                      # 共印份数
# first  = 2026-01-05              # 第1期所在的那一周（月）的某一天；不写则按当年第几周（月）编期号

# 督办单
# [notice]
# prefix     = "督"                # 督〔2026〕12号
# issuer     = "工作专班办公室"    # 督办单位；不写则用编制单位
# reply_days = 3                   # 几个工作日内反馈

# 节假日安排：2023 年至 2026 年的已经收录；下一年的公布后照放假通知写在这里，本单位、本地另行放假的也写在这里
# [[holiday]]
# year = 2027
# off  = ["1月1日至3日", "5月1日至5日"]   # 放假，连着的周末一并写上（这里只是写法，日子以通知为准）
# work = ["5月8日"]                       # 补班的周末

# 督查考评：得分率按百分数，扣分按分
# [score]
# on_time = 100        # 按时办结
# late    = 60         # 逾期办结
# overdue = 0          # 逾期未办结
# returned = 2         # 每退回一次扣
# extended = 0         # 时限前批准的延期，每次扣
# late_extension = 1   # 时限过后才登记的延期，每次扣

# 历史审计
# [audit]
# backdate_days = 3    # 办理记录和办结日期可以比存入历史早几个工作日，最多 3 个
# recorders = ["赵蕾"] # 替大家录入的人，报办结和核销都由其存入也不算一手报核
# signatures = true    # 每次修改都要本人签名，先人人运行 ledger whoami --sign；一经写上，以后再删也照查

[git]
commit = true        # 每次修改存入一次历史
"#;
