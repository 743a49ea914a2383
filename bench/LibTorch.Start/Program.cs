using LibTorch;

Console.WriteLine(Torch.Ones(2, 3));
