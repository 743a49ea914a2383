"""Fashion-MNIST with fully connected layers."""

from torch import nn

from fashion_mnist import train


class FashionMlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, 256),
            nn.BatchNorm1d(256),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(256, 128),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(128, 10),
        )

    def forward(self, images):
        return self.layers(images)


# Python 3.14 imports this file again in each of the loader's workers.
if __name__ == "__main__":
    train(FashionMlp())
