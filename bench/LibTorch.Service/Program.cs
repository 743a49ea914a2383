using LibTorch.Service;

// serve PORT: answers requests until it is stopped. ask PORT CLIENTS SECONDS: measures the service, and prints JSON.
if (args is ["ask", var port, var clients, var seconds])
{
    Console.WriteLine(await Asking.Measure(int.Parse(port, null), int.Parse(clients, null), TimeSpan.FromSeconds(double.Parse(seconds, null))));
}
else
{
    await Serving.Run(int.Parse(args[1], null));
}
