# shellcheck shell=bash
# Sourced by build.sh: its messages, help and progress. docs/commands.md is both the documentation page and the help.

COMMANDS=$root/docs/commands.md

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "build.sh: $*"
    exit 1
}

# Ends the script: the command line is wrong.
misused() {
    say "build.sh: $*"
    exit 2
}

# --- Help -----------------------------------------------------------------------------------------

usage() {
    echo "usage: ./build.sh VERB [arguments]"
    echo
    # Prints each verb with the first line of its section.
    awk '/^## / { verb = substr($0, 4); next } verb && NF { printf "  %-10s  %s\n", verb, $0; verb = "" }' "$COMMANDS"
    echo
    echo "./build.sh VERB --help tells a verb's arguments and exit codes; docs/commands.md has it all."
}

is_verb() { grep -qx -- "## $1" "$COMMANDS"; }

# $1: a verb. Prints its section of the page.
help_of() {
    is_verb "$1" || misused "there is no verb '$1'; ./build.sh help lists them"
    awk -v verb="## $1" '/^## / { inside = $0 == verb; next } inside' "$COMMANDS" | sed -e '/./,$!d' -e 's/^    //' -e 's/`//g'
}

wants_help() {
    local argument
    for argument in "$@"; do
        [[ $argument != -h && $argument != --help ]] || return 0
    done
    return 1
}

# $1: a verb that takes no arguments; the others are the arguments it was given.
no_arguments() { (($# == 1)) || misused "$1 takes no arguments, and was given '${*:2}'"; }

# --- Colours and progress -------------------------------------------------------------------------

# $1: the file descriptor of the output to be coloured.
may_colour() { [[ -t $1 && -z ${NO_COLOR:-} ]]; }

# Runs a command that may take long, and shows "$1 ... 12 s" after two seconds if the output is a terminal.
with_progress() {
    local words=$1 status=0 ticker
    shift
    if [[ ! -t 2 ]]; then
        "$@"
        return
    fi
    tick "$words" $$ &
    ticker=$!
    # In a subshell, because the command may end the script.
    ("$@") || status=$?
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    return "$status"
}

# $2: the process; the ticker ends with it.
tick() {
    local seconds=2 shown=""
    # The sleep is killed too, because it inherited this shell's file descriptors.
    trap 'kill $! 2>/dev/null; [[ -z $shown ]] || printf "\r\033[K" >&2; exit 0' TERM
    sleep 2 &
    wait $!
    while kill -0 "$2" 2>/dev/null; do
        printf '\r%s ... %d s' "$1" "$seconds" >&2
        shown=yes
        sleep 1 &
        wait $!
        seconds=$((seconds + 1))
    done
}

# Runs a command whose output matters only if it fails. $1: a description; $2: the file for its output.
quietly() {
    with_progress "$1" logged "${@:2}" || exit 1
}

logged() {
    into "$@" && return
    cat "$1" >&2
    return 1
}

# Runs a command with all its output into a file, $1.
into() { "${@:2}" >"$1" 2>&1; }
