using System.Runtime.CompilerServices;

// The tests run the runner itself, with notebooks of their own.
[assembly: InternalsVisibleTo("LibTorch.Facade.Tests")]
