namespace LibTorch;

/// <summary>A tensor in a notebook: its text or, where HTML is asked for, a heat map.</summary>
internal sealed class NotebookTensor() : NotebookText(new NotebookFormatter(NotebookFormatter.Html, tensor => HeatMap.Of((Tensor)tensor)));
