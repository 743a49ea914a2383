using System.Runtime.CompilerServices;

// The tests call the runner directly, with notebooks of their own.
[assembly: InternalsVisibleTo("LibTorch.Facade.Tests")]
