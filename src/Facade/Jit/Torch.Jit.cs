using LibTorch.Files;
using LibTorch.Files.Checkpoints;
using LibTorch.Interop;
using LibTorch.Jit;

namespace LibTorch;

/// <content>Loading and saving TorchScript models.</content>
public abstract partial class Torch
{
    /// <summary>TorchScript networks: compiled code together with its weights; <c>torch.jit</c>.</summary>
    public static partial class Jit
    {
        /// <summary>Reads a scripted or traced network that <c>torch.jit.save</c> wrote; <c>torch.jit.load(path)</c>.</summary>
        /// <remarks>
        /// Such a file contains code, which runs when the network is called and may run when the file is read. The code can do whatever
        /// libtorch's operators can, including reading files and memory: load only files from people whom you trust.
        /// </remarks>
        /// <param name="path">The file.</param>
        /// <param name="mapLocation">The device to put all tensors on; null: the devices they were saved from.</param>
        /// <param name="extraFiles">Receives the files that were saved with the network, by name; <c>_extra_files</c>.</param>
        /// <param name="progress">Receives the number of bytes read so far.</param>
        /// <param name="cancellationToken">Cancels the reading.</param>
        /// <exception cref="TorchFileException">The file is damaged, or was not written by <c>torch.jit.save</c>.</exception>
        /// <exception cref="TorchException">
        /// libtorch refuses the file: operators or devices are missing, or the code is of a newer version.
        /// </exception>
        /// <exception cref="IOException">The file does not exist or cannot be read.</exception>
        /// <exception cref="UnauthorizedAccessException">Reading is not permitted, or the path is a folder.</exception>
        /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
        public static ScriptModule Load(
            string path, Device? mapLocation = null, IDictionary<string, byte[]>? extraFiles = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
        {
            using var file = new FileBytes(path, new Transfer(progress, cancellationToken));
            return Load(file, mapLocation, extraFiles);
        }

        /// <summary>
        /// Reads a network from the stream's current position, as
        /// <see cref="Load(string, Device?, IDictionary{string, byte[]}?, IProgress{long}?, CancellationToken)"/> reads a file. The stream
        /// stays open.
        /// </summary>
        /// <exception cref="ArgumentException">The stream cannot seek.</exception>
        /// <exception cref="TorchFileException">The content is damaged, or was not written by <c>torch.jit.save</c>.</exception>
        public static ScriptModule Load(
            Stream stream, Device? mapLocation = null, IDictionary<string, byte[]>? extraFiles = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
        {
            using var file = new FileBytes(stream, new Transfer(progress, cancellationToken));
            return Load(file, mapLocation, extraFiles);
        }

        /// <summary>
        /// Writes a network in the format of the running libtorch's release; <c>torch.jit.save(module, path)</c>. An existing file is
        /// replaced only after the new one is complete.
        /// </summary>
        /// <param name="module">The network.</param>
        /// <param name="path">The file.</param>
        /// <param name="extraFiles">Files to save with it, by name; <c>_extra_files</c>.</param>
        /// <param name="progress">Receives the number of bytes written so far.</param>
        /// <param name="cancellationToken">Cancels the writing; an existing file stays unchanged.</param>
        /// <exception cref="TorchException">The network has something that cannot be saved.</exception>
        /// <exception cref="IOException">The file cannot be written.</exception>
        /// <exception cref="UnauthorizedAccessException">Writing to the file or its folder is not permitted.</exception>
        /// <exception cref="OperationCanceledException">The writing was cancelled.</exception>
        public static void Save(
            ScriptModule module, string path, IReadOnlyDictionary<string, byte[]>? extraFiles = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(module);
            using var file = new ReplacedFile(path);
            Save(module, CheckpointPieces.ArchiveName(path), file.Stream, extraFiles, progress, cancellationToken);
            file.Commit();
        }

        /// <summary>Writes a network into a stream, which need not support seeking. The stream stays open.</summary>
        /// <inheritdoc cref="Save(ScriptModule, string, IReadOnlyDictionary{string, byte[]}?, IProgress{long}?, CancellationToken)"/>
        public static void Save(
            ScriptModule module, Stream stream, IReadOnlyDictionary<string, byte[]>? extraFiles = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(module);
            ArgumentNullException.ThrowIfNull(stream);
            Save(module, CheckpointPieces.StreamArchive, stream, extraFiles, progress, cancellationToken);
        }

        private static ScriptModule Load(FileBytes file, Device? mapLocation, IDictionary<string, byte[]>? extraFiles)
        {
            ScriptArchive.Check(file, extraFiles);
            if (mapLocation is { } device)
            {
                DeviceCheck.Require(device);
            }

            var handle = ScriptCalls.Load(file, (int?)mapLocation?.Type ?? -1, mapLocation?.Index ?? -1);
            return ScriptModule.Own(handle);
        }

        private static void Save(
            ScriptModule module, string folder, Stream stream, IReadOnlyDictionary<string, byte[]>? extraFiles, IProgress<long>? progress, CancellationToken cancellationToken)
        {
            var pieces = new FileWriter(stream, new Transfer(progress, cancellationToken));
            ScriptCalls.Save(module.Script, folder, [.. (extraFiles ?? new Dictionary<string, byte[]>()).Select(file => (file.Key, file.Value))], pieces);
            stream.Flush();
        }
    }
}
