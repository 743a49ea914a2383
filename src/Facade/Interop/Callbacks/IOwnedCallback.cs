namespace LibTorch.Interop;

/// <summary>A callback that libtorch owns.</summary>
internal interface IOwnedCallback : ICallback, IOwned;
