using LibTorch.Export;
using LibTorch.Files;
using LibTorch.Interop;

namespace LibTorch;

/// <content>Networks that Python compiled.</content>
public abstract partial class Torch
{
    /// <summary>Networks that Python exported and compiled; <c>torch.export</c>.</summary>
    public static class Export
    {
        /// <summary>Loads a package of <c>torch._inductor.aoti_compile_and_package</c>: a network compiled for one kind of machine; <c>torch._inductor.aoti_load_package(path)</c>. Since libtorch 2.6.</summary>
        /// <remarks>The package has machine code in it, which is loaded into the process: load only files of people whom you trust. What <c>torch.export.save</c> alone writes cannot be run without Python.</remarks>
        /// <param name="path">The file, mostly a <c>.pt2</c>.</param>
        /// <param name="modelName">Which network, where the package has several.</param>
        /// <exception cref="TorchFileException">The file is damaged, was not compiled, or was compiled for another kind of machine.</exception>
        /// <exception cref="TorchNotImplementedException">The running libtorch cannot load packages.</exception>
        /// <exception cref="TorchException">libtorch refuses it, as for a device that is not there.</exception>
        /// <exception cref="IOException">The file is not there or cannot be read.</exception>
        /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
        public static CompiledModel Load(string path, string modelName = "model")
        {
            ArgumentException.ThrowIfNullOrEmpty(modelName);
            using (var file = new FileBytes(path, Transfer.Silent))
            {
                PackageArchive.Check(file, modelName);
            }

            return new CompiledModel(PackageCalls.Load(Path.GetFullPath(path), modelName));
        }

        /// <summary>Loads a package from a stream, from where it stands. It is copied into a file for libtorch, which is gone afterwards; the stream stays open.</summary>
        /// <inheritdoc cref="Load(string, string)"/>
        public static CompiledModel Load(Stream stream, string modelName = "model")
        {
            ArgumentNullException.ThrowIfNull(stream);
            var folder = Directory.CreateTempSubdirectory("libtorch-package-");
            try
            {
                var path = Path.Combine(folder.FullName, "package.pt2");
                using (var file = new FileStream(path, FileMode.CreateNew))
                {
                    stream.CopyTo(file);
                }

                return Load(path, modelName);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }
}
