namespace LibTorch.Interop;

/// <summary>The native library and the libtorch that the process uses.</summary>
/// <param name="Handle">The native library, as the system's loader knows it; there for good.</param>
/// <param name="Owner">What the native library knows this copy of the managed one by.</param>
/// <param name="Native">The native library's file.</param>
/// <param name="Folder">Where libtorch's libraries lie.</param>
/// <param name="Origin">Why that libtorch was chosen.</param>
/// <param name="Places">Where the native library was looked for.</param>
internal sealed record LoadedLibraries(nint Handle, nint Owner, BuiltFor Native, string Folder, string Origin, NativePlaces Places);
