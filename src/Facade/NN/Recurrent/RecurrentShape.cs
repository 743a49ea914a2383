using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>A recurrent layer's settings, and Python's checks of them.</summary>
internal readonly record struct RecurrentShape(
    long InputSize, long HiddenSize, long NumLayers, bool Bias, bool BatchFirst, double Dropout, bool Bidirectional, long ProjSize)
{
    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>The width of each direction's output.</summary>
    public long OutputSize => ProjSize > 0 ? ProjSize : HiddenSize;

    /// <summary>The shape of a state.</summary>
    public long[] State(long batch, bool isCell) => [NumLayers * Directions, batch, isCell ? HiddenSize : OutputSize];

    public RecurrentShape Checked()
    {
        Require(Dropout is >= 0 and <= 1, "dropout should be a number in range [0, 1] representing the probability of an element being zeroed");
        if (Dropout > 0 && NumLayers == 1)
        {
            Warnings.Warn(
                $"dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects num_layers greater than 1, but got dropout={PythonText.Float(Dropout)} and num_layers={PythonText.Integer(NumLayers)}");
        }

        Require(InputSize > 0 || !LibraryCalls.IsAtLeast(2, 14), "input_size must be greater than zero");
        Require(HiddenSize > 0 || !LibraryCalls.IsAtLeast(2, 6), "hidden_size must be greater than zero");
        Require(NumLayers > 0 || !LibraryCalls.IsAtLeast(2, 6), "num_layers must be greater than zero");
        Require(ProjSize >= 0, "proj_size should be a positive integer or zero to disable projections");
        Require(ProjSize < HiddenSize, "proj_size has to be smaller than hidden_size");

        // Older versions have no check, and fail when they look up the first weight.
        return NumLayers > 0 ? this : throw new TorchIndexException("list index out of range");
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new TorchValueException(message);
        }
    }
}
