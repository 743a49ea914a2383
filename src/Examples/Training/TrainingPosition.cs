namespace LibTorch.Examples.Training;

/// <summary>
/// The progress of a training, and the states of its random number generators: the CPU's, and that of the device it computes on.
/// </summary>
/// <param name="Epoch">The current epoch, from 1.</param>
/// <param name="Batch">The number of finished batches of the epoch.</param>
/// <param name="Order">The generators' states at the beginning of the epoch, which determine the order of its batches.</param>
/// <param name="Random">The generators' states after the batch.</param>
internal sealed record TrainingPosition(int Epoch, long Batch, List<Tensor> Order, List<Tensor> Random)
{
    public static TrainingPosition Now(int epoch, long batch, Device device, List<Tensor>? order = null)
    {
        var random = States(device);
        return new(epoch, batch, order ?? random, random);
    }

    public static List<Tensor> States(Device device) => [.. Generators(device).Select(one => Torch.GetRngState(one))];

    /// <summary>Restores the generators' states.</summary>
    /// <exception cref="ArgumentException">The number of states is not the number of generators.</exception>
    public static void Restore(List<Tensor> states, Device device)
    {
        if (states.Count != Generators(device).Length)
        {
            throw new ArgumentException("it is of a training on another kind of device.");
        }

        foreach (var (generator, state) in Generators(device).Zip(states))
        {
            Torch.SetRngState(state, generator);
        }
    }

    private static Device[] Generators(Device device) => device.Type == DeviceType.Cpu ? [device] : [Device.Cpu, device];
}
