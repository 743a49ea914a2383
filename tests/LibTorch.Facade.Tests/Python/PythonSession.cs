using System.Diagnostics;
using System.Text.Json;

[assembly: AssemblyFixture(typeof(LibTorch.Tests.PythonSession))]

namespace LibTorch.Tests;

/// <summary>One running Python with PyTorch on the same libtorch; what it says is what the tests expect.</summary>
public sealed class PythonSession : IDisposable
{
    /// <summary>Debian's own Python, which carries python3-torch, whatever else is on the PATH.</summary>
    public const string Interpreter = "/usr/bin/python3";

    private readonly Process _process;
    private readonly Lock _turn = new();

    public PythonSession()
    {
        var start = new ProcessStartInfo(Interpreter)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Python", "session.py") },
        };
        _process = Process.Start(start)!;
    }

    /// <summary>The text of a str, or the repr of any other value.</summary>
    public string Eval(string expression, string setup = "")
    {
        var answer = Ask(expression, setup);
        return answer.TryGetProperty("value", out var value)
            ? value.GetString()!
            : throw new InvalidOperationException($"Python raised {answer.GetProperty("error")} in {setup}; {expression}");
    }

    /// <summary>What the code printed.</summary>
    public string Run(string code)
    {
        var answer = Ask("", code);
        return answer.TryGetProperty("printed", out var printed)
            ? printed.GetString()!
            : throw new InvalidOperationException($"Python raised {answer.GetProperty("error")} in {code}");
    }

    /// <summary>The exception that the code raises: its classes, the most derived first, and its message.</summary>
    public (string[] Kinds, string Message) Error(string expression, string setup = "")
    {
        var answer = Ask(expression, setup);
        return answer.TryGetProperty("error", out var error)
            ? ([.. answer.GetProperty("kinds").EnumerateArray().Select(kind => kind.GetString()!)], error.GetString()!)
            : throw new InvalidOperationException($"Python raised nothing in {setup}; {expression}");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private JsonElement Ask(string expression, string setup)
    {
        var request = JsonSerializer.Serialize(new Dictionary<string, string> { ["expression"] = expression, ["setup"] = setup });
        lock (_turn)
        {
            _process.StandardInput.WriteLine(request);
            _process.StandardInput.Flush();
            var line = _process.StandardOutput.ReadLine() ?? throw new PythonEndedException();
            return JsonDocument.Parse(line).RootElement;
        }
    }
}

/// <summary>Python's process ended instead of giving an answer.</summary>
public sealed class PythonEndedException() : Exception("Python ended; see its standard error.");
