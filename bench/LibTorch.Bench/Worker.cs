using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace LibTorch.Bench;

/// <summary>Executes the commands on standard input, and answers with lines of JSON.</summary>
/// <param name="output">The writer for the answers.</param>
/// <param name="rows">The rows by name.</param>
/// <param name="seed">Sets the random seed before each row's tensors are created.</param>
internal sealed class Worker(TextWriter output, IReadOnlyDictionary<string, Func<Work>> rows, Action seed)
{
    private readonly Dictionary<string, Work> _works = [];
    private readonly Dictionary<string, double> _estimates = [];

    public void Serve(TextReader input)
    {
        while (input.ReadLine() is { } line)
        {
            var command = line.Split(' ');
            switch (command[0])
            {
                case "about":
                    Write($$"""{"runtime": "{{RuntimeInformation.FrameworkDescription}}"}""");
                    break;
                case "check":
                    Check(command[1]);
                    break;
                case "warm":
                    Warm(command[1], Number(command[2]));
                    break;
                case "run":
                    Run(command[1], (long)Number(command[2]));
                    break;
                case "time":
                    Time(command[1], (int)Number(command[2]), Number(command[3]));
                    break;
                default:
                    throw new InvalidOperationException($"unknown command: {line}");
            }

            output.Flush();
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Elapsed(Work work, long operations)
    {
        var start = Stopwatch.GetTimestamp();
        work.Loop(operations);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    private Work WorkOf(string row)
    {
        if (!_works.TryGetValue(row, out var work))
        {
            seed();
            _works[row] = work = rows[row]();
        }

        return work;
    }

    // Runs a few operations first, so that the result of rows with state, such as training, includes their effect.
    private void Check(string row)
    {
        var work = WorkOf(row);
        work.Loop(3);
        Write($$"""{"row": "{{row}}", "result": {{work.Result():R}}}""");
    }

    private void Warm(string row, double milliseconds)
    {
        var start = Stopwatch.GetTimestamp();
        for (var operations = 1L; Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds;)
        {
            var elapsed = Elapsed(WorkOf(row), operations);
            _estimates[row] = elapsed / operations;
            operations = elapsed < milliseconds * 1e5 ? 2 * operations : operations;
        }

        Write($$"""{"row": "{{row}}"}""");
    }

    // Runs a fixed number of operations, however long they take.
    private void Run(string row, long operations) =>
        Write($$"""{"row": "{{row}}", "operations": {{operations}}, "ns": {{Elapsed(WorkOf(row), operations) / operations:R}}}""");

    // Reports only after all batches, because the reader of the output must not run during the measurement.
    private void Time(string row, int batches, double milliseconds)
    {
        var work = WorkOf(row);
        var operations = Math.Max(1, (long)(milliseconds * 1e6 / _estimates[row]));
        var times = new double[batches];
        foreach (ref var time in times.AsSpan())
        {
            time = Elapsed(work, operations) / operations;
        }

        foreach (var time in times)
        {
            Write($$"""{"row": "{{row}}", "operations": {{operations}}, "ns": {{time:R}}}""");
        }
    }

    private void Write(FormattableString line) => output.WriteLine(FormattableString.Invariant(line));
}
