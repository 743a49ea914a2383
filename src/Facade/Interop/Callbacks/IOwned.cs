namespace LibTorch.Interop;

/// <summary>An object that is disposed of when libtorch releases it. Dispose must not throw.</summary>
internal interface IOwned : IDisposable;
