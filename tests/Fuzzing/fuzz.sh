#!/bin/sh
# fuzz.sh TARGET [SECONDS]: fuzzes with afl++, and keeps what it found of interest in tests/PROJECT.Tests/Corpus/TARGET.
# Takes Debian's package afl++, and SharpFuzz's tool, which it gets as dotnet does. What it works with is under artifacts/fuzzing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$1
seconds=${2:-600}
work=$here/../../artifacts/fuzzing
bin=$work/bin
mkdir -p "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1

[ -x "$work/tools/sharpfuzz" ] || dotnet tool install SharpFuzz.CommandLine --tool-path "$work/tools"
if [ ! -e "$bin/instrumented" ] || [ -n "$(find "$here" "$here/.." "$here/../../plugins" -maxdepth 4 -name '*.cs' -newer "$bin/instrumented" | head -n 1)" ]; then
    rm -rf "$bin"
    dotnet build "$here" -c Release -o "$bin" --nologo -v q
    for library in "$bin"/PluginFramework.*.dll; do
        case $library in *Contracts.dll) ;; *) "$work/tools/sharpfuzz" "$library" ;; esac
    done
    touch "$bin/instrumented"
fi

# The first word of a target's name is that of its protocol.
project=$(printf %s "${target%%-*}" | sed 's/^./\U&/')
corpus=$here/../$project.Tests/Corpus/$target
mkdir -p "$corpus" "$work/in/$target" "$work/out"
dotnet "$bin/Fuzzing.dll" "$target" seed "$work/in/$target"
[ -z "$(ls "$corpus")" ] || cp "$corpus"/* "$work/in/$target"

# SharpFuzz reports to afl itself, which cannot see that; the rest is for machines that are not set up for fuzzing.
AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_AUTORESUME=1 \
    nice afl-fuzz -i "$work/in/$target" -o "$work/out/$target" -t 5000 -m none -V "$seconds" -- dotnet "$bin/Fuzzing.dll" "$target" > "$work/$target.log" 2>&1 \
    || { tail -n 20 "$work/$target.log"; exit 1; }
grep -E '^(run_time|execs_done|execs_per_sec|corpus_count|saved_crashes|saved_hangs|edges_found|stability)' "$work/out/$target/default/fuzzer_stats"
dotnet "$bin/Fuzzing.dll" "$target" keep "$work/out/$target/default/queue" "$corpus"
