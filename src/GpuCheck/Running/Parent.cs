using System.Diagnostics;
using System.Text;
using System.Text.Json;
using LibTorch.GpuCheck.Parts;

namespace LibTorch.GpuCheck.Running;

/// <summary>Runs the parts one after the other, each in a process of its own, and writes the result.</summary>
internal sealed class Parent(Settings settings)
{
    // A part that hangs must not cost the others' results.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly StringBuilder _text = new();
    private readonly List<(string Name, bool Good, string Why, double Seconds)> _ended = [];

    public int Run()
    {
        foreach (var part in Part.All.Where(part => settings.OnCuda || !part.OnlyCuda))
        {
            Say($"=== {part.Name}: {part.Words} ===");
            var start = Stopwatch.GetTimestamp();
            var why = RunInAProcess(part.Name);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            _ended.Add((part.Name, why is "", why, seconds));
            Say(FormattableString.Invariant($"{(why is "" ? "good" : "NOT GOOD: " + why)}, {seconds:0.0} s"));
            Say("");
        }

        var good = _ended.All(part => part.Good);
        Say(good ? "All parts are good." : $"Not good: {string.Join(", ", _ended.Where(part => !part.Good).Select(part => part.Name))}.");
        Directory.CreateDirectory(settings.Out);
        WholeFile.Write(Path.Combine(settings.Out, "result.json"), Json(good));
        WholeFile.Write(Path.Combine(settings.Out, "result.txt"), Encoding.UTF8.GetBytes(_text.ToString()));
        return good ? App.Good : App.Bad;
    }

    // An empty text where all went well.
    private string RunInAProcess(string part)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [.. Program(), .. settings.ArgumentsFor(part)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = Task.Run(() =>
        {
            while (process.StandardOutput.ReadLine() is { } line)
            {
                Say(line);
            }
        });
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return $"it was not done after {Patience}";
        }

        output.Wait();
        foreach (var line in error.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Say("    " + line);
        }

        return process.ExitCode switch { App.Good => "", App.Bad => "see WRONG above", var code => $"it ended with exit code {code}" };
    }

    // Built as any other program it is a library that dotnet runs.
    private static string[] Program() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "LibTorch.GpuCheck.dll")] : [];

    private byte[] Json(bool good)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteBoolean("good", good);
            json.WriteString("device", settings.Kind);
            json.WriteBoolean("quick", settings.Quick);
            json.WriteStartObject("parts");
            foreach (var part in _ended)
            {
                json.WriteStartObject(part.Name);
                json.WriteBoolean("good", part.Good);
                json.WriteString("why", part.Why);
                json.WriteNumber("seconds", Math.Round(part.Seconds, 2));
                var file = Path.Combine(settings.Work, part.Name + ".json");
                if (File.Exists(file))
                {
                    json.WritePropertyName("figures");
                    json.WriteRawValue(File.ReadAllBytes(file));
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private void Say(string line)
    {
        _text.AppendLine(line);
        Console.WriteLine(line);
    }
}
