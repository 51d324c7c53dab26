#!/usr/bin/env bash
# 把样例台账在 2026 年 6 月 30 日的各种报表全部印一遍，放进 examples/printouts。
# 用法：bash examples/printouts.sh [ledger 程序的位置]
set -euo pipefail

ledger=${1:-ledger}
here=$(cd "$(dirname "$0")" && pwd)
folder=${2:-$here/printouts}
mkdir -p "$folder"

draw() { # draw 文件名 命令…：每种格式各印一份
    local name=$1
    shift
    for ending in md html xlsx docx; do
        "$ledger" --ledger "$here/../ledger" --today 2026-06-30 "$@" -o "$folder/$name.$ending"
    done
}
only() { # only 文件名 命令…：只印这一份
    local name=$1
    shift
    "$ledger" --ledger "$here/../ledger" --today 2026-06-30 "$@" -o "$folder/$name"
}

draw dashboard
draw list list --all
draw overdue overdue
draw due due --within 30d
draw board board
draw board-by-office board --by office
draw board-public board --public
draw week report
draw month report --month
draw notice notice
draw score score
draw score-explained score --explain 机关党委
draw show show 14
draw check check

only board.svg board
only messages.txt notice --text
only deadlines.ics due
only list.csv list --all
only week.json report --format json
