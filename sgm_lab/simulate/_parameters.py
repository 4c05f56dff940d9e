"""Every constant of the model."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PARAMETERS", "Parameters"]


@dataclass(frozen=True)
class Parameters:
    """Every constant of the model; the reason for each is in `model_table`."""

    feature_scale: float = 25.0
    feature_decay: float = 0.07
    standard_scale: float = 80.0
    standard_decay: float = 0.02
    training_scale: float = 40.0
    skill_usual: float = 0.5
    skill_decay: float = 0.06
    skill_leverage: float = 1.0
    skill_points: float = 1.2
    process_scale: float = 25.0
    process_gain: float = 0.15
    capacity_decay: float = 0.03
    capacity_usual: float = 125.0
    busy_limit: float = 0.95
    wait_responsiveness: float = 0.8
    wait_reliability: float = 0.3
    loss_weight: float = 2.5
    satisfaction_start: float = 0.60
    kano_weight: float = 4.0
    servqual_weight: float = 0.5
    expectation_trend: float = 0.03
    copy_speed: float = 0.5
    customers_start: float = 100.0
    loyalty_low: float = 0.70
    loyalty_high: float = 1.00
    new_customers: float = 12.0
    word_of_mouth: float = 1.5
    price: float = 10.0
    variable_cost: float = 5.0
    failure_cost: float = 1.0
    fixed_cost: float = 390.0
    survey_base: int = 80
    survey_per_unit: int = 60
    horizon: int = 4
    leave_skill: float = 0.70
    leave_capacity: float = 0.92
    surge: float = 1.30
    surge_after: float = 1.15
    rise: float = 0.60
    breakdown: float = 0.82


PARAMETERS = Parameters()
