//! The Chinese that clap speaks: its help pages, and its answers to a command line it cannot read.
//!
//! Clap keeps the parsing and the layout. Where it has a hook, the words are set before it starts, and only for the
//! commands that were typed. The few phrases without a hook are replaced in the finished text. Clap knows how wide
//! Chinese is only with its `unicode` feature.

mod help;
mod mistakes;

use std::ffi::OsString;
use std::io;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, ArgMatches, Command};

use crate::render::wrap::fold_page;

use help::{flag, localize_arg, page};
use mistakes::{usage_of_reached, wording};

/// Gives `command` Chinese help pages.
///
/// Its subcommands follow when clap comes to them, so a run pays only for the commands it names. That takes the
/// place of any `defer` of their own. Options stand in one list: a `help_heading` is not drawn.
pub(in crate::cli) fn localize(command: Command) -> Command {
    let version = command.get_version().or(command.get_long_version());
    let version = version.map(|_| flag("version", 'V', ArgAction::Version, "显示版本"));
    let command = command
        // Clap gives no way to word the `help` command that it makes.
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .subcommand_value_name("命令")
        // Clap breaks lines at spaces, which Chinese does not have; `fold` breaks them instead.
        .term_width(0)
        .mut_args(localize_arg)
        .arg(flag("help", 'h', ArgAction::Help, "显示帮助"))
        .args(version)
        .mut_subcommands(|subcommand| subcommand.defer(localize));
    let page = page(&command);
    command.help_template(page)
}

/// Reads a command line by a localized `command`, as [`Command::try_get_matches_from`] does, and adds the usage
/// to the errors that clap leaves without.
pub(in crate::cli) fn read<Words>(mut command: Command, words: Words) -> Result<ArgMatches, clap::Error>
where
    Words: IntoIterator<Item: Into<OsString> + Clone>,
{
    command.try_get_matches_from_mut(words).map_err(|mut error| {
        if error.use_stderr() && error.get(ContextKind::Usage).is_none() {
            let usage = usage_of_reached(&mut command);
            error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
        }
        error
    })
}

/// A command line that `command` is not to read, for the reason that is said.
pub(in crate::cli) fn refuse(mut command: Command, reached: &str, said: &str) -> clap::Error {
    command.build();
    let usage = match command.find_subcommand_mut(reached) {
        Some(reached) => reached.render_usage(),
        None => command.render_usage(),
    };
    let mut error = clap::Error::raw(ErrorKind::UnknownArgument, said);
    error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
    error
}

/// What to print for `error`: the page that was asked for; or what is wrong, what to try, and where to read on.
/// Plain lines that fit the terminal; the last one is ended.
pub(in crate::cli) fn usage_error(error: &clap::Error) -> String {
    fold_page(&wording(error), page_width(error))
}
/// The columns of the terminal that `error` will be shown on.
fn page_width(error: &clap::Error) -> usize {
    let size = if error.use_stderr() {
        terminal_size::terminal_size_of(io::stderr())
    } else {
        terminal_size::terminal_size_of(io::stdout())
    };
    // Clap's width for a page that goes to a file or a pipe.
    size.map_or(100, |(width, _)| width.0.into())
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use super::mistakes::{reason, translate_tip};
    use super::*;
    use clap::error::Result;
    use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, value_parser};

    /// 工作台账
    #[derive(Parser)]
    #[command(name = "ledger", version = "0.1.0")]
    struct Cli {
        /// 台账目录
        #[arg(long, value_name = "DIR", global = true)]
        ledger: Option<String>,
        /// 按这一天算
        #[arg(long, value_name = "日期", value_parser = day, global = true)]
        today: Option<String>,
        /// 输出格式
        #[arg(long, value_name = "格式", default_value = "table", global = true, visible_alias = "fmt")]
        format: Format,
        /// 写到文件
        #[arg(short, long, value_name = "文件", global = true)]
        output: Option<String>,
        /// 上色
        #[arg(long, value_name = "何时", require_equals = true)]
        color: Option<bool>,
        #[command(subcommand)]
        verb: Verb,
    }

    #[derive(Subcommand)]
    enum Verb {
        /// 登记一件新任务
        #[command(visible_alias = "新增")]
        Add {
            /// 任务名称
            #[arg(value_name = "名称")]
            title: String,
            /// 责任人
            #[arg(long, value_name = "姓名")]
            owner: String,
            /// 一句话的备注
            #[arg(value_name = "备注")]
            note: Option<String>,
        },
        /// 列出任务
        ///
        /// 不写条件，就列出全部没有办结的任务；写了几个条件，就只列出同时符合这几个条件的任务。
        #[command(visible_aliases = ["查看", "列表"], after_help = "例子：\n  ledger list 张三  # 张三的任务")]
        List {
            /// 最多几件
            #[arg(long, value_name = "件数", default_value_t = 50, value_parser = value_parser!(u32).range(1..=500))]
            limit: u32,
            /// 筛选条件
            #[arg(value_name = "条件")]
            filters: Vec<String>,
            /// 只看超期的
            #[arg(long, conflicts_with_all = ["done", "between"])]
            overdue: bool,
            /// 只看办结的
            #[arg(long)]
            done: bool,
            /// 按什么排列
            #[arg(long, value_name = "次序")]
            sort: Option<Sort>,
            /// 起止两天
            #[arg(long, value_name = "日期", num_args = 2)]
            between: Vec<String>,
            /// 只要这几列
            #[arg(long, value_name = "列", num_args = 2..)]
            columns: Vec<String>,
        },
        /// 报告办结
        #[command(visible_alias = "办结")]
        Done {
            /// 任务编号
            #[arg(value_name = "编号", required = true)]
            keys: Vec<i64>,
        },
        /// 台账的设置
        #[command(visible_alias = "设置", arg_required_else_help = true)]
        Config {
            #[command(subcommand)]
            verb: ConfigVerb,
        },
        /// 给别的程序用
        #[command(hide = true, args_conflicts_with_subcommands = true)]
        Serve {
            /// 安静
            #[arg(long)]
            quiet: bool,
            #[command(subcommand)]
            verb: Option<ConfigVerb>,
        },
    }

    #[derive(Subcommand)]
    enum ConfigVerb {
        /// 改一项设置
        #[command(visible_alias = "改")]
        Set {
            /// 留下原来的
            #[arg(long)]
            keep: bool,
            /// 哪一项
            #[arg(value_name = "名称")]
            name: String,
            /// 多少
            #[arg(value_name = "数值")]
            value: f64,
        },
    }

    #[derive(ValueEnum, Clone)]
    enum Format {
        Table,
        Json,
        Md,
    }

    #[derive(ValueEnum, Clone)]
    enum Sort {
        /// 按截止日期，早的在前
        Due,
        /// 按责任人
        #[value(name = "责任人")]
        Owner,
        #[value(hide = true)]
        Key,
    }

    fn day(text: &str) -> std::result::Result<String, &'static str> {
        (text.len() == 10).then(|| text.to_owned()).ok_or("日期要写成 2026-03-01 这样")
    }

    fn read_cli<Word: Into<OsString> + Clone>(words: impl IntoIterator<Item = Word>) -> Result<Cli> {
        Cli::from_arg_matches(&read(localize(Cli::command()), words)?)
    }

    /// What a command line prints when it is not one to carry out, on a page of 80 columns.
    #[track_caller]
    fn printed(line: &str) -> String {
        let error = read_cli(line.split_whitespace()).err().unwrap();
        fold_page(&wording(&error), 80)
    }

    #[test]
    fn commands_are_read_under_both_names() {
        #[track_caller]
        fn case(line: &str) {
            let cli = read_cli(line.split_whitespace()).unwrap();
            assert!(matches!(cli.verb, Verb::Done { keys } if keys == [3, 5]));
        }
        case("ledger done 3 5");
        case("ledger 办结 3 5");
        case("ledger --fmt json 办结 3 5 -o 表.json");
    }

    #[test]
    fn the_first_page_lists_the_commands() {
        let page = "\
工作台账

用法：ledger [选项] <命令>

命令：
  add, 新增         登记一件新任务
  list, 查看, 列表  列出任务
  done, 办结        报告办结
  config, 设置      台账的设置

选项：
      --color=<何时>   上色 [可选：true、false]
      --ledger <DIR>   台账目录
      --today <日期>   按这一天算
      --format <格式>  输出格式 [默认：table] [可选：table、json、md]
                       [别名：--fmt]
  -o, --output <文件>  写到文件
  -h, --help           显示帮助
  -V, --version        显示版本
";
        assert_eq!(printed("ledger --help"), page);
        assert_eq!(printed("ledger -h"), page);
        assert_eq!(printed("ledger --version"), "ledger 0.1.0\n");
    }

    #[test]
    fn the_page_of_a_command_lists_its_own_options_first() {
        let page = "\
改一项设置

用法：ledger config set [选项] <名称> <数值>

参数：
  <名称>  哪一项
  <数值>  多少

选项：
      --keep           留下原来的
      --ledger <DIR>   台账目录
      --today <日期>   按这一天算
      --format <格式>  输出格式 [默认：table] [可选：table、json、md]
                       [别名：--fmt]
  -o, --output <文件>  写到文件
  -h, --help           显示帮助
";
        assert_eq!(printed("ledger 设置 改 --help"), page);
    }

    #[test]
    fn a_short_page_has_a_line_for_each_option() {
        let page = "\
列出任务

用法：ledger list [选项] [条件]...

参数：
  [条件]...  筛选条件

选项：
      --limit <件数>           最多几件 [默认：50]
      --overdue                只看超期的
      --done                   只看办结的
      --sort <次序>            按什么排列 [可选：due、责任人]
      --between <日期> <日期>  起止两天
      --columns <列> <列>...   只要这几列
      --ledger <DIR>           台账目录
      --today <日期>           按这一天算
      --format <格式>          输出格式 [默认：table] [可选：table、json、md]
                               [别名：--fmt]
  -o, --output <文件>          写到文件
  -h, --help                   显示帮助

例子：
  ledger list 张三  # 张三的任务
";
        assert_eq!(printed("ledger 列表 -h"), page);
    }

    #[test]
    fn a_long_page_explains_every_value() {
        let page = "\
列出任务

不写条件，就列出全部没有办结的任务；写了几个条件，就只列出同时符合这几个条件的任
务。

用法：ledger list [选项] [条件]...

参数：
  [条件]...
          筛选条件

选项：
      --limit <件数>
          最多几件 [默认：50]

      --overdue
          只看超期的

      --done
          只看办结的

      --sort <次序>
          按什么排列

          可选：
          - due     按截止日期，早的在前
          - 责任人  按责任人

      --between <日期> <日期>
          起止两天

      --columns <列> <列>...
          只要这几列

      --ledger <DIR>
          台账目录

      --today <日期>
          按这一天算

      --format <格式>
          输出格式 [默认：table] [可选：table、json、md]

          [别名：--fmt]

  -o, --output <文件>
          写到文件

  -h, --help
          显示帮助

例子：
  ledger list 张三  # 张三的任务
";
        assert_eq!(printed("ledger list --help"), page);
    }

    #[test]
    fn a_command_without_its_subcommand_shows_its_page() {
        assert_eq!(printed("ledger config"), printed("ledger config -h"));
    }

    #[test]
    fn no_page_has_an_english_word() {
        #[track_caller]
        fn case(line: &str) {
            let known = "DIR V add color columns config between done due false fmt format h help
                json keep ledger limit list md o output overdue owner quiet serve set sort table today true version";
            let known: Vec<_> = known.split_whitespace().collect();
            let page = printed(line);
            let english = page
                .split(|char: char| !char.is_ascii_alphabetic())
                .filter(|word| !word.is_empty() && !known.contains(word));
            assert_eq!(english.collect::<Vec<_>>(), [""; 0], "in {page}");
        }
        fn pages(command: &Command, path: &str) {
            case(&format!("{path} -h"));
            case(&format!("{path} --help"));
            for subcommand in command.get_subcommands() {
                pages(subcommand, &format!("{path} {}", subcommand.get_name()));
            }
        }
        pages(&Cli::command(), "ledger");
    }

    #[test]
    fn mistakes_are_explained() {
        #[track_caller]
        fn case(line: &str, problem: &str, usage: &str) {
            let command: Vec<_> =
                usage.split(' ').take_while(|word| word.is_ascii() && !word.starts_with("--")).collect();
            let command = command.join(" ");
            let answer = format!("{problem}\n\n用法：{usage}\n\n更多信息请看 `{command} --help`。\n");
            assert_eq!(printed(line), answer);
        }
        let root = "ledger [选项] <命令>";
        let add = "ledger add [选项] --owner <姓名> <名称> [备注]";
        let list = "ledger list [选项] [条件]...";
        let done = "ledger done [选项] <编号>...";

        // InvalidSubcommand, MissingSubcommand
        case("ledger doen", "没有“doen”这个命令。\n您是不是想用“done”？", root);
        case("ledger 办", "没有“办”这个命令。\n您是不是想用“办结”？", root);
        case("ledger help", "没有“help”这个命令。", root);
        case("ledger --color=true", "“ledger”后面要写一个命令。", root);

        // UnknownArgument
        let lone_flag = "没有“-x”这个选项。\n如果“-x”是一个值，请写成“-- -x”。";
        case("ledger list -x", lone_flag, list);
        case("ledger lis --x", "没有“lis”这个命令。\n您是不是想用“list”？", root);
        case(
            "ledger list --don",
            "没有“--don”这个选项。\n您是不是想用“--done”？",
            "ledger list --done [条件]...",
        );
        case("ledger --done list", "没有“--done”这个选项。\n您是不是想用“list --done”？", root);
        case("ledger add 甲 乙 丙", "这里用不上“丙”。", add);
        case("ledger -- list", "这里用不上“list”。\n“list”是一个命令，请去掉它前面的“--”。", root);

        // InvalidValue, ValueValidation
        let choices = "可选：table、json、md";
        case("ledger list --format", &format!("“--format <格式>”后面要写一个值。\n{choices}"), list);
        case("ledger list --format 表", &format!("“表”不能用作“--format <格式>”。\n{choices}"), list);
        let similar = format!("“jsn”不能用作“--format <格式>”。\n{choices}\n您是不是想用“json”？");
        case("ledger 设置 改 --format jsn", &similar, "ledger config set [选项] <名称> <数值>");
        case("ledger list --sort 甲", "“甲”不能用作“--sort <次序>”。\n可选：due、责任人", list);
        case("ledger list --limit x", "“x”不能用作“--limit <件数>”：要写整数。", list);
        case("ledger list --limit 0", "“0”不能用作“--limit <件数>”：要在 1 到 500 之间。", list);
        case("ledger done 1 甲", "“甲”不能用作“<编号>...”：要写整数。", done);
        let day = "“明天”不能用作“--today <日期>”：日期要写成 2026-03-01 这样。";
        case("ledger --today 明天", day, root);
        case("ledger list --today 明天", day, list);
        case(
            "ledger config set 甲 乙",
            "“乙”不能用作“<数值>”：要写一个数。",
            "ledger config set [选项] <名称> <数值>",
        );

        // NoEquals, TooManyValues, TooFewValues, WrongNumberOfValues
        case("ledger --color true", "“--color=<何时>”的值要用等号连着写。", root);
        case("ledger list --done=1", "“--done”用不上“1”。", "ledger list --done [条件]...");
        case("ledger list --columns 甲", "“--columns <列> <列>...”至少要写 2 个值，现在有 1 个。", list);
        case("ledger list --between 甲", "“--between <日期> <日期>”要写 2 个值，现在有 1 个。", list);

        // ArgumentConflict, MissingRequiredArgument
        let overdue = "ledger list --overdue [条件]...";
        case("ledger list --limit 3 --limit 4", "“--limit <件数>”只能写一次。", list);
        case("ledger list --overdue --done", "“--overdue”不能和“--done”一起用。", overdue);
        let both = "“--overdue”不能和“--done”、“--between <日期> <日期>”一起用。";
        case("ledger list --overdue --done --between 1 2", both, overdue);
        case("ledger add", "还要写“--owner <姓名>”、“<名称>”。", "ledger add --owner <姓名> <名称> [备注]");
        case("ledger 办结", "还要写“<编号>...”。", "ledger done <编号>...");
    }

    #[test]
    fn a_command_in_the_way_is_named() {
        let answer = printed("ledger serve --quiet set 甲 1");
        assert!(answer.starts_with("命令“set”不能和“--quiet”一起用。\n"), "{answer}");
        assert!(answer.ends_with("更多信息请看 `ledger serve --help`。\n"), "{answer}");
    }

    #[cfg(unix)]
    #[test]
    fn text_must_be_utf8() {
        use std::os::unix::ffi::OsStringExt;
        let words = [OsString::from("ledger"), "done".into(), OsString::from_vec(vec![0xff])];
        let error = read_cli(words).err().unwrap();
        let answer = "有的参数不是 UTF-8 编码的文字。

用法：ledger done [选项] <编号>...

更多信息请看 `ledger done --help`。
";
        assert_eq!(wording(&error), answer);
    }

    #[test]
    fn errors_without_particulars_are_chinese_too() {
        #[track_caller]
        fn case(error: &clap::Error, problem: &str) {
            assert_eq!(wording(error), format!("{problem}\n\n更多信息请在命令后面加 --help 查看。\n"));
        }
        for (kind, problem) in [
            (ErrorKind::InvalidValue, "有一个值不能用。"),
            (ErrorKind::UnknownArgument, "有一个参数用不上。"),
            (ErrorKind::InvalidSubcommand, "没有这个命令。"),
            (ErrorKind::NoEquals, "有一个值要用等号连着写。"),
            (ErrorKind::ValueValidation, "有一个值不能用。"),
            (ErrorKind::TooManyValues, "有一个参数的值太多。"),
            (ErrorKind::TooFewValues, "有一个参数的值太少。"),
            (ErrorKind::WrongNumberOfValues, "有一个参数的值个数不对。"),
            (ErrorKind::ArgumentConflict, "有的参数不能一起用。"),
            (ErrorKind::MissingRequiredArgument, "还有必写的参数没写。"),
            (ErrorKind::MissingSubcommand, "还要写一个命令。"),
            (ErrorKind::InvalidUtf8, "有的参数不是 UTF-8 编码的文字。"),
            (ErrorKind::Io, "读写时出错。"),
            (ErrorKind::Format, "排版时出错。"),
        ] {
            case(&clap::Error::new(kind), problem);
            case(&clap::Error::raw(kind, "the following went wrong"), problem);
            case(&Cli::command().error(kind, "结束日期在开始日期之前。"), "结束日期在开始日期之前。");
        }
    }

    #[test]
    fn reasons_are_chinese_or_left_out() {
        #[track_caller]
        fn case(error: impl Into<Box<dyn Error>>, expected: Option<&str>) {
            assert_eq!(reason(error.into().as_ref()).as_deref(), expected);
        }
        case("甲".parse::<u8>().unwrap_err(), Some("要写整数"));
        case("300".parse::<u8>().unwrap_err(), Some("数太大"));
        case("-300".parse::<i8>().unwrap_err(), Some("数太小"));
        case("甲".parse::<f32>().unwrap_err(), Some("要写一个数"));
        case("7 is not in 1..=5", Some("要在 1 到 5 之间"));
        case("7 is not in -5..5", Some("要在 -5 到 4 之间"));
        case("0 is not in 1..9223372036854775807", Some("不能小于 1"));
        case("0 is not in 1..18446744073709551615", Some("不能小于 1"));
        case("没有“李四”这个人", Some("没有“李四”这个人"));
        case("input contains invalid characters", None);
    }

    #[test]
    fn tips_are_chinese_or_left_out() {
        #[track_caller]
        fn case(tip: &str, expected: Option<&str>) {
            assert_eq!(translate_tip(tip).as_deref(), expected);
        }
        case("to pass '-x' as a value, use '-- -x'", Some("如果“-x”是一个值，请写成“-- -x”。"));
        case(
            "subcommand 'add' exists; to use it, remove the '--' before it",
            Some("“add”是一个命令，请去掉它前面的“--”。"),
        );
        case("'add --note' exists", Some("您是不是想用“add --note”？"));
        case("have you tried something else?", None);
    }
}
