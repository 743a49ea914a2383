"""A network that learns to solve Burgers' equation from its derivatives."""

import math

import torch
from torch import nn
from torch.autograd import grad

import training_loop

VISCOSITY = 0.01 / math.pi


def residual(net, x, t):
    u = net(torch.cat([x, t], 1))
    u_x, u_t = grad(u.sum(), [x, t], create_graph=True)
    (u_xx,) = grad(u_x.sum(), x, create_graph=True)
    return u_t + u * u_x - VISCOSITY * u_xx


def burgers():
    x, t = (torch.rand(64, 1) * 2 - 1).requires_grad_(), torch.rand(64, 1, requires_grad=True)
    net = nn.Sequential(nn.Linear(2, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 1))
    return training_loop.adam(net, lambda: residual(net, x, t).square().mean())


ROWS = {"pinn-step": burgers}
