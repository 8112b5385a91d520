const crc16 = (text: string): number => {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'ascii')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff);
  }
  return crc;
};

/** Registration number of a register (tag 1037): ten digits of sequence and six of CRC-16/CCITT over sequence, INN and serial. */
export const registrationNumber = ({ sequence, inn, serial }: { sequence: number; inn: string; serial: string }): string => {
  const head = String(sequence).padStart(10, '0');
  const crc = crc16(head + inn.padStart(12, '0') + serial.padStart(20, '0'));
  return head + String(crc).padStart(6, '0');
};
