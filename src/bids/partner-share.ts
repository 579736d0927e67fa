/** Above nothing, at most the whole, to a hundredth of a per cent: `0.40`. */
export const partnerShareForm = /^(?:0\.(?!0+$)\d{1,4}|1(?:\.0{1,4})?)$/;

export const partnersMax = 20;
export const subcontractsMax = 50;
