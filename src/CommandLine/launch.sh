# shellcheck shell=bash
# Sourced by build.sh. Starts a program several times, each with a rank, as a minimal launcher for the processes of one
# machine.

# When one process has failed, the seconds that the others have to end by themselves.
LAUNCH_PATIENCE=5

# $@: options, then the program with its arguments.
run_launch() {
    local count="" master="" nodes=1 node=0
    while (($#)); do
        case $1 in
            -n | --processes | --master | --nodes | --node)
                (($# >= 2)) || misused "launch wants a value after $1"
                case $1 in
                    -n | --processes) count=$2 ;;
                    --master) master=$2 ;;
                    --nodes) nodes=$2 ;;
                    --node) node=$2 ;;
                esac
                shift 2
                ;;
            -*) misused "launch knows no option '$1'" ;;
            *) break ;;
        esac
    done
    [[ $count =~ ^[1-9][0-9]*$ ]] || misused "launch wants the number of processes, as -n 4"
    [[ $nodes =~ ^[1-9][0-9]*$ && $node =~ ^[0-9]+$ ]] && ((node < nodes)) ||
        misused "launch wants --nodes as a number, and --node as one below it"
    (($#)) || misused "launch wants a program"
    if [[ -n $master ]]; then
        [[ $master =~ ^[^:]+:[0-9]+$ ]] || misused "launch wants --master as HOST:PORT, not '$master'"
    else
        ((nodes == 1)) || misused "launch wants --master HOST:PORT for several machines"
        master=127.0.0.1:$(free_port)
    fi
    case $1 in
        *.dll) set -- dotnet "$@" ;;
        *.py) set -- /usr/bin/python3 "$@" ;;
    esac
    command -v "$1" >/dev/null || misused "launch finds no program '$1'"
    export MASTER_ADDR=${master%:*} MASTER_PORT=${master##*:} LOCAL_WORLD_SIZE=$count WORLD_SIZE=$((count * nodes)) GROUP_RANK=$node
    # The same default as torchrun's: otherwise each process would use all processors. A single process may.
    if ((count > 1)); then export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}; fi
    start_ranks "$count" "$((count * node))" "$@"
}

# Prints a port that is not in use. Another program may take it before rank 0 does; an error message says so then.
free_port() {
    local port
    for _ in {1..100}; do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port"
}

# $1: the number of processes, $2: the rank of the first one, then the program.
start_ranks() {
    local count=$1 first=$2 processes=() readers=() local_rank rank out err ended status=0
    shift 2
    # In process groups of their own, so that all of their children can be ended too.
    set -m
    for ((local_rank = 0; local_rank < count; local_rank++)); do
        rank=$((first + local_rank))
        exec {out}> >(prefixed "$rank")
        readers+=($!)
        exec {err}> >(prefixed "$rank" >&2)
        readers+=($!)
        LOCAL_RANK=$local_rank RANK=$rank "$@" >&"$out" 2>&"$err" {out}>&- {err}>&- &
        processes+=($!)
        exec {out}>&- {err}>&-
    done
    set +m
    trap 'signal_ranks INT "${processes[@]}"' INT
    trap 'signal_ranks TERM "${processes[@]}"' TERM
    while ((${#processes[@]})); do
        status=0 ended=""
        wait -n -p ended "${processes[@]}" || status=$?
        # If empty, a signal ended the wait.
        if [[ -n $ended ]]; then
            mapfile -t processes < <(printf '%s\n' "${processes[@]}" | grep -vx "$ended")
            if ((status != 0)); then break; fi
        fi
    done
    if ((status != 0)); then
        say "launch: a process has ended with exit code $status; the others are ended"
        end_ranks "${processes[@]}"
    fi
    # The last lines printed may not have been read yet.
    wait "${readers[@]}" 2>/dev/null || true
    ((status == 0)) || exit 1
    exit 0
}

prefixed() { sed -u "s/^/[$1] /"; }

signal_ranks() {
    local process
    for process in "${@:2}"; do kill "-$1" -- "-$process" 2>/dev/null || true; done
}

end_ranks() {
    local process waited=0
    signal_ranks TERM "$@"
    for process in "$@"; do
        while kill -0 "$process" 2>/dev/null && ((waited < LAUNCH_PATIENCE * 10)); do
            sleep 0.1
            waited=$((waited + 1))
        done
    done
    signal_ranks KILL "$@"
}
