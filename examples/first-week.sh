#!/usr/bin/env bash
# 管台账的第一周：照 examples/plan.md 建一本台账，登记、办理、催办、打印。
# 在新建的临时文件夹里做，做完留着给您看。用法：bash examples/first-week.sh [ledger 程序的位置]
set -euo pipefail

ledger=${1:-ledger}
folder=$(mktemp -d)/档案台账
# 平时用 git config --global user.name 和 user.email 写一次就行；这里只在本脚本里有效。
export GIT_AUTHOR_NAME=李强 GIT_AUTHOR_EMAIL=liqiang@example.com
export GIT_COMMITTER_NAME=李强 GIT_COMMITTER_EMAIL=liqiang@example.com

say() { printf '\n== %s\n' "$*"; }
on() { # on 日期 命令…：把这一天当作今天
    local day=$1
    shift
    "$ledger" --ledger "$folder" --today "$day" "$@"
}

say "星期一：建账"
on 2026-03-02 init "$folder" --name 档案规范化建设工作台账 --unit 某局 --year 2026
cat >>"$folder/ledger.toml" <<'TOML'

[[phase]]
name = "准备"
end  = 2026-03-31
[[phase]]
name  = "实施"
start = 2026-04-01
end   = 2026-11-30
[[phase]]
name  = "巩固"
start = 2026-12-01

[[domain]]
name = "清理历年档案"
[[domain]]
name = "管好新增档案"
[[domain]]
name = "组织推进"

[[office]]
name   = "综合科"
people = ["李强", "赵蕾"]
[[office]]
name   = "档案室"
people = ["周岚", "孙旭"]
TOML
on 2026-03-02 check --fix

say "星期一：照方案登记任务"
on 2026-03-02 add 成立工作专班并召开部署会 --domain 组织推进 --phase 准备 --lead 综合科 --owner 赵蕾 --due 3月6日 --basis "方案二（一）"
on 2026-03-02 add 开展档案清点 --domain 清理历年档案 --phase 实施 --lead 综合科 --support 档案室 --owner 李强 \
    --start 2026-04-01 --due 4月底前 --standard "清点目录一份" --basis "方案一（一）1" --weight 5
on 2026-03-02 add 抢救受损档案 --domain 清理历年档案 --phase 实施 --lead 档案室 --owner 周岚 --due 6月底前 --basis "方案一（一）2"
on 2026-03-02 add 修订归档办法 --domain 管好新增档案 --phase 实施 --lead 综合科 --owner 赵蕾 --due 5月15日 --basis "方案一（二）1"
on 2026-03-02 add 按月移交档案 --domain 管好新增档案 --phase 实施 --lead 档案室 --owner 孙旭 --every month --basis "方案一（二）2"
on 2026-03-02 add 库房巡查 --domain 管好新增档案 --phase 实施 --lead 档案室 --owner 孙旭 --every quarter --basis "方案一（二）3"
on 2026-03-02 add 专班每月会商 --domain 组织推进 --lead 综合科 --owner 李强 --every month --from 2026-03-01 --until 年底
on 2026-03-02 add 按办法归档 --domain 管好新增档案 --phase 巩固 --lead 档案室 --owner 周岚 --long-term

say "星期二到星期四：办理"
on 2026-03-03 start 1 --by 赵蕾
on 2026-03-04 note 1 "会议方案已报局长审定" --progress 60 --by 赵蕾
on 2026-03-05 block 3 "受损档案要请外面的修复公司，经费没有着落" --by 周岚
printf '部署会会议纪要\n' >"${folder%/*}/会议纪要.txt"
on 2026-03-05 done 1 --by 赵蕾 --evidence "${folder%/*}/会议纪要.txt"
on 2026-03-05 done 7 --by 李强

say "星期五：看看一周"
on 2026-03-06
on 2026-03-06 board --width 120

say "五月：清点没有按期完成，修订办法经批准延期"
on 2026-05-06 extend 4 --to 5月底 --reason "等市里的新规定" --approved-by 王敏
on 2026-05-11 overdue
on 2026-05-11 overdue -o "${folder%/*}/逾期.csv"

say "谁在什么时候改了什么"
git -C "$folder" log --format='%s' --reverse
echo
echo "台账在 $folder"
