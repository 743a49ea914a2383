# shellcheck shell=bash
# Sourced by build.sh. run_notebooks writes the notebooks as Jupyter's files, runs them, and compares what they show.

run_notebooks() {
    local folder=$root/artifacts/notebooks examples=$root/artifacts/bin/LibTorch.Examples/release/LibTorch.Examples.dll lock
    set_up_dotnet
    set_up jupyter
    build src/Examples
    export DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT=1 DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE=1
    mkdir -p "$folder/jupyter/kernels"
    exec {lock}>"$folder/.lock"
    flock "$lock"
    cd "$root"
    step "Restoring dotnet-interactive" "$folder/tool.log" dotnet tool restore
    step "Making the kernels" "$folder/kernels.log" \
        dotnet tool run dotnet-interactive jupyter install --path "$folder/jupyter/kernels"
    (run_pack "$folder/package") >/dev/null
    # NuGet would not see that the package was made anew.
    rm -rf "$folder/nuget/libtorch.facade"
    dotnet "$examples" jupyter write "$folder" --feed "$folder/package"
    # The kernel starts in the notebooks' folder, below the list of local tools.
    NUGET_PACKAGES=$folder/nuget JUPYTER_PATH=$folder/jupyter step "Running the notebooks" "$folder/run.log" \
        /usr/bin/python3 -m nbconvert --log-level=ERROR --to notebook --inplace --execute --allow-errors "$folder"/*.ipynb
    exec {lock}>&-
    exec dotnet "$examples" jupyter check "$folder" --feed "$folder/package"
}

# What another program does. $1: in words; $2: where its output goes, of which a failure shows one line.
step() {
    with_progress "$1" into "${@:2}" || fail "$1 failed, $2 has it all: $(grep -im1 error "$2" || tail -n1 "$2")"
}
