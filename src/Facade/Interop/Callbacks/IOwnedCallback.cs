namespace LibTorch.Interop;

/// <summary>A callback that is disposed, without throwing, when libtorch lets go of it.</summary>
internal interface IOwnedCallback : ICallback, IDisposable;
