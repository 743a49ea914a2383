using System.Globalization;
using Google.Protobuf;
using LibTorch.Utils.TensorBoard.Protos;

namespace LibTorch.Utils.TensorBoard;

/// <summary>
/// Writes what TensorBoard shows: numbers over time, histograms and texts; <c>torch.utils.tensorboard.SummaryWriter</c>.
/// May be used by several threads.
/// </summary>
/// <remarks>Each event is in the file when the call comes back, so there is no queue, and no thread that writes.</remarks>
public sealed class SummaryWriter : IDisposable
{
    private readonly Lock _writing = new();
    private readonly string _suffix;
    private readonly Dictionary<string, EventFile> _files = [];
    private long? _purgeStep;
    private bool _isDisposed;

    /// <summary>Begins a file in the folder, which is made if it is not there.</summary>
    /// <param name="logDir">The folder; <c>runs/</c> with the time and the machine's name without it.</param>
    /// <param name="comment">Put behind the name of a folder that was not given.</param>
    /// <param name="purgeStep">The step at which a run goes on that broke off: TensorBoard hides what an earlier file in the folder has of this step and later ones.</param>
    /// <param name="filenameSuffix">Put behind the files' names.</param>
    /// <exception cref="IOException">The folder or file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public SummaryWriter(string? logDir = null, string comment = "", long? purgeStep = null, string filenameSuffix = "")
    {
        LogDir = string.IsNullOrEmpty(logDir) ? DefaultFolder(comment) : logDir;
        (_suffix, _purgeStep) = (filenameSuffix, purgeStep);
        _ = MainFile();
    }

    /// <summary>The folder; <c>writer.log_dir</c>.</summary>
    public string LogDir { get; }

    /// <summary>Adds a number, which is kept in float32; <c>writer.add_scalar</c>.</summary>
    /// <param name="tag">What it is called; tags with a slash are shown in groups.</param>
    /// <param name="scalarValue">The number.</param>
    /// <param name="globalStep">The step that it belongs to; 0 without it.</param>
    /// <param name="walltime">When it was; now without it.</param>
    /// <exception cref="IOException">It cannot be written; the file is as before.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed of.</exception>
    public void AddScalar(string tag, double scalarValue, long? globalStep = null, DateTimeOffset? walltime = null) =>
        Add(Number(tag, scalarValue), globalStep, walltime);

    /// <summary>Adds a tensor's only element, as a number; <c>writer.add_scalar</c>.</summary>
    /// <param name="tag">What it is called; tags with a slash are shown in groups.</param>
    /// <param name="scalarValue">The tensor.</param>
    /// <param name="globalStep">The step that it belongs to; 0 without it.</param>
    /// <param name="walltime">When it was; now without it.</param>
    /// <exception cref="TorchException">It has more elements or none.</exception>
    /// <exception cref="IOException">It cannot be written; the file is as before.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed of.</exception>
    public void AddScalar(string tag, Tensor scalarValue, long? globalStep = null, DateTimeOffset? walltime = null)
    {
        ArgumentNullException.ThrowIfNull(scalarValue);
        AddScalar(tag, scalarValue.Item().ToDouble(), globalStep, walltime);
    }

    /// <summary>Adds numbers that are shown in one chart; each goes into a file of its own, in a folder <c>mainTag_tag</c>; <c>writer.add_scalars</c>.</summary>
    /// <param name="mainTag">What the chart is called.</param>
    /// <param name="tagScalarDict">The numbers, and what they are called.</param>
    /// <param name="globalStep">The step that they belong to; 0 without it.</param>
    /// <param name="walltime">When it was; now without it.</param>
    /// <exception cref="IOException">One cannot be written; its file is as before.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed of.</exception>
    public void AddScalars(string mainTag, IEnumerable<KeyValuePair<string, double>> tagScalarDict, long? globalStep = null, DateTimeOffset? walltime = null)
    {
        ArgumentNullException.ThrowIfNull(mainTag);
        ArgumentNullException.ThrowIfNull(tagScalarDict);
        var now = walltime ?? DateTimeOffset.UtcNow;
        foreach (var (tag, value) in tagScalarDict)
        {
            lock (_writing)
            {
                _ = MainFile();
                FileIn($"{LogDir}/{mainTag.Replace('/', '_')}_{tag}").Add(new Event { Summary = Number(mainTag, value) }, globalStep, now);
            }
        }
    }

    /// <summary>Adds a histogram of a tensor's elements; <c>writer.add_histogram</c>.</summary>
    /// <param name="tag">What it is called.</param>
    /// <param name="values">The tensor, of any shape.</param>
    /// <param name="globalStep">The step that it belongs to; 0 without it.</param>
    /// <param name="bins">The ends of the bins, ascending; without them PyTorch's own, which widen by a tenth from 1e-12 to 1e20 on both sides of zero.</param>
    /// <param name="walltime">When it was; now without it.</param>
    /// <param name="maxBins">Bins are put together until there are about so many.</param>
    /// <exception cref="TorchValueException">There is no element, or none in a bin, or the ends do not ascend.</exception>
    /// <exception cref="IOException">It cannot be written; the file is as before.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed of.</exception>
    public void AddHistogram(
        string tag, Tensor values, long? globalStep = null, IReadOnlyList<double>? bins = null, DateTimeOffset? walltime = null, int? maxBins = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        using var mode = Torch.NoGrad();
        using var wide = values.To(Device.Cpu, DType.Float64);
        AddHistogram(tag, wide.ToArray<double>(), globalStep, bins, walltime, maxBins);
    }

    /// <summary>Adds a histogram of numbers; <c>writer.add_histogram</c>.</summary>
    /// <param name="tag">What it is called.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="globalStep">The step that it belongs to; 0 without it.</param>
    /// <param name="bins">The ends of the bins, ascending; without them PyTorch's own, which widen by a tenth from 1e-12 to 1e20 on both sides of zero.</param>
    /// <param name="walltime">When it was; now without it.</param>
    /// <param name="maxBins">Bins are put together until there are about so many.</param>
    /// <exception cref="TorchValueException">There is no number, or none in a bin, or the ends do not ascend.</exception>
    /// <exception cref="IOException">It cannot be written; the file is as before.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed of.</exception>
    public void AddHistogram(
        string tag, ReadOnlySpan<double> values, long? globalStep = null, IReadOnlyList<double>? bins = null, DateTimeOffset? walltime = null, int? maxBins = null)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var histogram = Histogram.Of(values, bins ?? Histogram.DefaultBins, maxBins);
        Add(new() { Value = { new Summary.Types.Value { Tag = tag, Histo = histogram } } }, globalStep, walltime);
    }

    /// <summary>Adds a text, which TensorBoard reads as Markdown; <c>writer.add_text</c>.</summary>
    /// <param name="tag">What it is called.</param>
    /// <param name="textString">The text.</param>
    /// <param name="globalStep">The step that it belongs to; 0 without it.</param>
    /// <param name="walltime">When it was; now without it.</param>
    /// <exception cref="IOException">It cannot be written; the file is as before.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed of.</exception>
    public void AddText(string tag, string textString, long? globalStep = null, DateTimeOffset? walltime = null)
    {
        ArgumentNullException.ThrowIfNull(tag);
        ArgumentNullException.ThrowIfNull(textString);
        var value = new Summary.Types.Value
        {
            Tag = tag + "/text_summary",
            Metadata = new() { PluginData = new() { PluginName = "text" } },
            Tensor = new()
            {
                Dtype = DataType.DtString,
                TensorShape = new() { Dim = { new TensorShapeProto.Types.Dim { Size = 1 } } },
                StringVal = { ByteString.CopyFromUtf8(textString) },
            },
        };
        Add(new() { Value = { value } }, globalStep, walltime);
    }

    /// <summary>Has the system put all files on the disk; <c>writer.flush()</c>.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Flush()
    {
        lock (_writing)
        {
            foreach (var file in _files.Values)
            {
                file.Flush();
            }
        }
    }

    /// <summary>Ends the files. What is added afterwards begins new ones; <c>writer.close()</c>.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Close()
    {
        lock (_writing)
        {
            try
            {
                Flush();
            }
            finally
            {
                foreach (var file in _files.Values)
                {
                    file.Dispose();
                }

                _files.Clear();
            }
        }
    }

    /// <summary>Ends the files, for good.</summary>
    public void Dispose()
    {
        lock (_writing)
        {
            _isDisposed = true;
            Close();
        }
    }

    private static Summary Number(string tag, double value)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return new() { Value = { new Summary.Types.Value { Tag = tag, SimpleValue = (float)value } } };
    }

    private static string DefaultFolder(string comment) =>
        Path.Combine("runs", string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:MMMdd_HH-mm-ss}_{Environment.MachineName}{comment}"));

    private void Add(Summary summary, long? step, DateTimeOffset? walltime)
    {
        lock (_writing)
        {
            MainFile().Add(new Event { Summary = summary }, step, walltime);
        }
    }

    private EventFile MainFile()
    {
        var file = FileIn(LogDir);
        if (_purgeStep is { } step)
        {
            file.Add(new Event { FileVersion = EventFile.Version }, step, walltime: null);
            file.Add(new Event { SessionLog = new() { Status = SessionLog.Types.SessionStatus.Start } }, step, walltime: null);
            _purgeStep = null;
        }

        return file;
    }

    private EventFile FileIn(string folder)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!_files.TryGetValue(folder, out var file))
        {
            _files[folder] = file = new(folder, _suffix);
        }

        return file;
    }
}
