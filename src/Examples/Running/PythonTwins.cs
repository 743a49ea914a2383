namespace LibTorch.Examples.Running;

/// <summary>The twins of a run, started together.</summary>
internal sealed class PythonTwins : IDisposable
{
    private readonly Dictionary<string, PythonTwin> _running = [];

    /// <summary>Starts all twins, and waits for the first: if it cannot run, none can.</summary>
    public static PythonTwins Start(IEnumerable<string> scripts, string device)
    {
        PythonTwins twins = new();
        try
        {
            foreach (var script in scripts)
            {
                twins._running[script] = PythonTwin.Start(Path.Combine("Notebooks", script), "--device", device);
            }

            twins._running.Values.First().Lines();
            return twins;
        }
        catch
        {
            twins.Dispose();
            throw;
        }
    }

    public IReadOnlyList<string> Output(string script) => _running[script].Lines();

    public void Dispose()
    {
        foreach (var twin in _running.Values)
        {
            twin.Dispose();
        }
    }
}
