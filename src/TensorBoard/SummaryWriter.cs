using System.Globalization;
using Google.Protobuf;
using LibTorch.Utils.TensorBoard.Protos;

namespace LibTorch.Utils.TensorBoard;

/// <summary>
/// Writes data for TensorBoard: numbers over time, histograms and texts; <c>torch.utils.tensorboard.SummaryWriter</c>. It is thread-safe.
/// </summary>
/// <remarks>Each event is in the file when the call returns, so there is no queue, and no writer thread.</remarks>
public sealed class SummaryWriter : IDisposable
{
    private readonly Lock _writing = new();
    private readonly string _suffix;
    private readonly Dictionary<string, EventFile> _files = [];
    private long? _purgeStep;
    private bool _isDisposed;

    /// <summary>Creates a file in the folder, which is created if it does not exist.</summary>
    /// <param name="logDir">The folder; unless given, <c>runs/</c> with the time and the machine's name.</param>
    /// <param name="comment">Appended to the folder's name if <paramref name="logDir"/> was not given.</param>
    /// <param name="purgeStep">The step at which an interrupted run continues: TensorBoard hides this and later steps of earlier files in
    /// the folder.</param>
    /// <param name="filenameSuffix">Appended to the files' names.</param>
    /// <exception cref="IOException">The folder or file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder or file is denied.</exception>
    public SummaryWriter(string? logDir = null, string comment = "", long? purgeStep = null, string filenameSuffix = "")
    {
        LogDir = string.IsNullOrEmpty(logDir) ? DefaultFolder(comment) : logDir;
        (_suffix, _purgeStep) = (filenameSuffix, purgeStep);
        _ = MainFile();
    }

    /// <summary>The folder; <c>writer.log_dir</c>.</summary>
    public string LogDir { get; }

    /// <summary>Adds a number, which is kept in float32; <c>writer.add_scalar</c>.</summary>
    /// <param name="tag">The name; tags with a slash are shown in groups.</param>
    /// <param name="scalarValue">The number.</param>
    /// <param name="globalStep">The step; 0 unless given.</param>
    /// <param name="walltime">The time; now unless given.</param>
    /// <exception cref="IOException">The event cannot be written; the file is unchanged.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public void AddScalar(string tag, double scalarValue, long? globalStep = null, DateTimeOffset? walltime = null) =>
        Add(Number(tag, scalarValue), globalStep, walltime);

    /// <summary>Adds a tensor's only element, as a number; <c>writer.add_scalar</c>.</summary>
    /// <param name="tag">The name; tags with a slash are shown in groups.</param>
    /// <param name="scalarValue">The tensor.</param>
    /// <param name="globalStep">The step; 0 unless given.</param>
    /// <param name="walltime">The time; now unless given.</param>
    /// <exception cref="TorchException">The tensor does not have exactly one element.</exception>
    /// <exception cref="IOException">The event cannot be written; the file is unchanged.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public void AddScalar(string tag, Tensor scalarValue, long? globalStep = null, DateTimeOffset? walltime = null)
    {
        ArgumentNullException.ThrowIfNull(scalarValue);
        AddScalar(tag, scalarValue.Item().ToDouble(), globalStep, walltime);
    }

    /// <summary>
    /// Adds numbers that are shown in one chart; each is written to a separate file, in a folder <c>mainTag_tag</c>;
    /// <c>writer.add_scalars</c>.
    /// </summary>
    /// <param name="mainTag">The chart's name.</param>
    /// <param name="tagScalarDict">The numbers with their names.</param>
    /// <param name="globalStep">The step; 0 unless given.</param>
    /// <param name="walltime">The time; now unless given.</param>
    /// <exception cref="IOException">A number cannot be written; its file is unchanged.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
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
    /// <param name="tag">The name.</param>
    /// <param name="values">The tensor, of any shape.</param>
    /// <param name="globalStep">The step; 0 unless given.</param>
    /// <param name="bins">The edges of the bins, ascending; unless given, PyTorch's own, which widen by a tenth from 1e-12 to 1e20 on both
    /// sides of zero.</param>
    /// <param name="walltime">The time; now unless given.</param>
    /// <param name="maxBins">Bins are merged until there are about this many.</param>
    /// <exception cref="TorchValueException">There is no element, or none in a bin, or the edges do not ascend.</exception>
    /// <exception cref="IOException">The event cannot be written; the file is unchanged.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public void AddHistogram(
        string tag, Tensor values, long? globalStep = null, IReadOnlyList<double>? bins = null, DateTimeOffset? walltime = null, int? maxBins = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        using var mode = Torch.NoGrad();
        using var wide = values.To(Device.Cpu, DType.Float64);
        AddHistogram(tag, wide.ToArray<double>(), globalStep, bins, walltime, maxBins);
    }

    /// <summary>Adds a histogram of numbers; <c>writer.add_histogram</c>.</summary>
    /// <param name="tag">The name.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="globalStep">The step; 0 unless given.</param>
    /// <param name="bins">The edges of the bins, ascending; unless given, PyTorch's own, which widen by a tenth from 1e-12 to 1e20 on both
    /// sides of zero.</param>
    /// <param name="walltime">The time; now unless given.</param>
    /// <param name="maxBins">Bins are merged until there are about this many.</param>
    /// <exception cref="TorchValueException">There is no number, or none in a bin, or the edges do not ascend.</exception>
    /// <exception cref="IOException">The event cannot be written; the file is unchanged.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
    public void AddHistogram(
        string tag, ReadOnlySpan<double> values, long? globalStep = null, IReadOnlyList<double>? bins = null, DateTimeOffset? walltime = null, int? maxBins = null)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var histogram = Histogram.Of(values, bins ?? Histogram.DefaultBins, maxBins);
        Add(new() { Value = { new Summary.Types.Value { Tag = tag, Histo = histogram } } }, globalStep, walltime);
    }

    /// <summary>Adds a text, which TensorBoard displays as Markdown; <c>writer.add_text</c>.</summary>
    /// <param name="tag">The name.</param>
    /// <param name="textString">The text.</param>
    /// <param name="globalStep">The step; 0 unless given.</param>
    /// <param name="walltime">The time; now unless given.</param>
    /// <exception cref="IOException">The event cannot be written; the file is unchanged.</exception>
    /// <exception cref="ObjectDisposedException">The writer was disposed.</exception>
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

    /// <summary>Flushes all files to the disk; <c>writer.flush()</c>.</summary>
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

    /// <summary>Closes the files. Events added afterwards are written to new ones; <c>writer.close()</c>.</summary>
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

    /// <summary>Closes the files; nothing can be added afterwards.</summary>
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
