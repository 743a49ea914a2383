using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace LibTorch.Examples.Training;

/// <summary>A training program's lines, and below them, on a terminal, a bar with loss, rate and time left.</summary>
internal sealed class TrainingDisplay : IProgress<TrainingStep>, IDisposable
{
    private readonly TextWriter _output;
    private readonly ManualResetEventSlim _ended = new();
    private readonly Task _drawing = Task.CompletedTask;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private ProgressTask? _bar;
    private int _epoch;
    private long _samples;

    public TrainingDisplay(TextWriter output, bool isShown)
    {
        _output = output;
        if (!isShown)
        {
            return;
        }

        var begun = new TaskCompletionSource();
        _drawing = Task.Run(() => AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                _bar = context.AddTask("epoch 1");
                begun.SetResult();
                _ended.Wait();
            }));
        Task.WaitAny(begun.Task, _drawing);
    }

    public void WriteLine(string text)
    {
        if (_bar is null)
        {
            _output.WriteLine(text);
        }
        else
        {
            // Printed above the bar.
            AnsiConsole.WriteLine(text);
        }
    }

    public void Report(TrainingStep value)
    {
        if (_bar is null)
        {
            return;
        }

        if (value.Epoch != _epoch)
        {
            (_epoch, _samples) = (value.Epoch, 0);
            _clock.Restart();
        }

        _samples += value.Samples;
        _bar.MaxValue = value.Batches;
        _bar.Value = value.Batch;
        _bar.Description = string.Create(
            CultureInfo.InvariantCulture, $"epoch {value.Epoch}  loss {value.Loss:F4}  {_samples / _clock.Elapsed.TotalSeconds:F0} samples/s");
    }

    public void Dispose()
    {
        _ended.Set();
        _drawing.Wait();
        _ended.Dispose();
    }
}
