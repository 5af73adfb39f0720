"""Tells how the tests went: the failed ones by name, each after one more try by itself, those that hung, and a line of counts. Takes the folder of result files (CTRF)."""
import json
import pathlib
import re
import subprocess
import sys

MAX_LINES = 12


def load(folder):
    """The tests of all result files."""
    for file in sorted(pathlib.Path(folder).rglob("*.ctrf")):
        yield from json.loads(file.read_text())["results"]["tests"]


def passes_alone(test):
    """Whether its method, with all its cases, passes in a process of its own."""
    extra = test["extra"]
    project = next(pathlib.Path("tests").glob(re.search(r"\btests/([^/]+)/", test["filePath"])[1]))
    program = project / "bin/Debug/net10.0" / project.name
    method = f"{extra['type']}.{extra['method']}"
    try:
        return subprocess.run([program, "-noColor", "-method", method], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def printable(text):
    return "".join(character if character.isprintable() or character == "\n" else f"\\x{ord(character):02x}" for character in text)


tests = list(load(sys.argv[1]))
failed = [test for test in tests if test["status"] == "failed"]
skipped = [test for test in tests if test["status"] in ("skipped", "pending")]
unsteady = []
for test in failed:
    print(f"\nFAILED {test['name']}")
    print(printable("\n".join((test.get("message", "") + "\n" + test.get("trace", "")).splitlines()[:MAX_LINES])), flush=True)
    if passes_alone(test):
        print("PASSED at the second try, alone.")
        unsteady.append(test)

hung = [line for file in sorted(pathlib.Path(sys.argv[1]).rglob("*_hang.log")) for line in file.read_text().splitlines()]
for test in hung:
    print(f"\nHUNG {test}")

for test in skipped:
    print(f"SKIPPED {test['name']}: {test.get('message', '')}: a real client is missing here.")
broken = len(failed) - len(unsteady) + len(hung)
if unsteady:
    print(f"\nOf those counted as passed, {len(unsteady)} did so at the second try.")
print(f"\n{len(tests) - len(failed) + len(unsteady) - len(skipped)} passed, {broken} failed, {len(skipped)} skipped")
sys.exit(1 if broken or skipped or not tests else 0)
