namespace LibTorch.Examples.Training;

/// <summary>How far a training is, and where its random numbers stand: the host's, and those of the device that it computes on.</summary>
/// <param name="Epoch">The epoch that it is in, from 1.</param>
/// <param name="Batch">How many of the epoch's batches are done.</param>
/// <param name="Order">Where the random numbers stood when the epoch began; the order of its batches comes from there.</param>
/// <param name="Random">Where they stand after the batch.</param>
internal sealed record TrainingPosition(int Epoch, long Batch, List<Tensor> Order, List<Tensor> Random)
{
    public static TrainingPosition Now(int epoch, long batch, Device device, List<Tensor>? order = null)
    {
        var random = States(device);
        return new(epoch, batch, order ?? random, random);
    }

    public static List<Tensor> States(Device device) => [.. Generators(device).Select(one => Torch.GetRngState(one))];

    /// <summary>Has the random numbers go on from there.</summary>
    /// <exception cref="ArgumentException">There are more or fewer states than there are generators.</exception>
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
