using LibTorch.Examples.Running;

return App.Run(args, Console.Out, Console.Error);
