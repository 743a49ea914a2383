namespace LibTorch.Interop;

/// <summary>What is disposed, without throwing, when libtorch lets go of it.</summary>
internal interface IOwned : IDisposable;
