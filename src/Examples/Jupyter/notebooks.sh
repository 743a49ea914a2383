# shellcheck shell=bash
# Sourced by build.sh. run_notebooks writes the notebooks as Jupyter files, runs them, and compares their outputs.

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
    # Otherwise NuGet would use the cached package of the same version.
    rm -rf "$folder/nuget/libtorch.facade"
    dotnet "$examples" jupyter write "$folder" --feed "$folder/package"
    # The kernel starts in the notebooks' folder, which is below the manifest of local tools.
    NUGET_PACKAGES=$folder/nuget JUPYTER_PATH=$folder/jupyter step "Running the notebooks" "$folder/run.log" \
        /usr/bin/python3 -m nbconvert --log-level=ERROR --to notebook --inplace --execute --allow-errors "$folder"/*.ipynb
    exec {lock}>&-
    exec dotnet "$examples" jupyter check "$folder" --feed "$folder/package"
}

# Runs another program. $1: a description; $2: the file for its output, of which one line is shown if it fails.
step() {
    with_progress "$1" into "${@:2}" || fail "$1 failed, $2 has it all: $(grep -im1 error "$2" || tail -n1 "$2")"
}
